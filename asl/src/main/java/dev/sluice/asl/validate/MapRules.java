package dev.sluice.asl.validate;

import static dev.sluice.asl.validate.Field.both;
import static dev.sluice.asl.validate.Field.jsonPath;
import static dev.sluice.asl.validate.Field.jsonata;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Map and Parallel states: the machines inside them, readers, batchers and writers. */
final class MapRules {
  private static final int MAX_LABEL = 40;

  /** AWS, "Distributed Map state fields", Label. */
  private static final Pattern FORBIDDEN =
      Pattern.compile("[\\s\\p{Z}\\p{Cc}?*<>{}\\[\\]:;,\\\\|^~$#%&`\"]");

  private static final long MAX_COUNT = Integer.MAX_VALUE;
  private static final Rule COUNT = Rules.integer(0, MAX_COUNT);
  private static final Map<String, Field> PROCESSOR_CONFIG =
      Field.byName(
          List.of(
              both("Mode", Rules.oneOf("INLINE", "DISTRIBUTED")),
              both("ExecutionType", Rules.oneOf("STANDARD", "EXPRESS"))));

  private MapRules() {}

  static Field[] fields() {
    return new Field[] {
      jsonata("Items", MapRules::items),
      jsonPath("ItemsPath", PathText.REFERENCE),
      both("ItemSelector", Templates.TEMPLATE),
      both("ItemProcessor", MapRules::processor),
      both("Iterator", MapRules::processor),
      both("ItemReader", ItemRules::reader),
      both("ItemBatcher", ItemRules::batcher),
      both("ResultWriter", ItemRules::writer),
      both("MaxConcurrency", COUNT),
      jsonPath("MaxConcurrencyPath", PathText.SETTING),
      both("ToleratedFailureCount", COUNT),
      jsonPath("ToleratedFailureCountPath", PathText.SETTING),
      both("ToleratedFailurePercentage", Rules.decimal(0, 100)),
      jsonPath("ToleratedFailurePercentagePath", PathText.SETTING),
      both("Label", MapRules::label)
    };
  }

  static void check(JsonNode state, Place place) {
    Field.exactlyOne(state, List.of("ItemProcessor", "Iterator"), place);
  }

  static void branches(JsonNode branches, Place place) {
    if (!branches.isArray()) {
      place.wrongType("array", branches);
      return;
    }
    if (branches.isEmpty()) {
      place.error("Value cannot be empty");
    }
    for (int i = 0; i < branches.size(); i++) {
      MachineRules.branch(branches.get(i), place.item(i));
    }
  }

  private static void processor(JsonNode processor, Place place) {
    JsonNode config = processor.path("ProcessorConfig");
    if (processor.has("ProcessorConfig")) {
      processorConfig(config, place.field("ProcessorConfig"));
    }
    if (!config.path("Mode").asString("").equals("DISTRIBUTED")) {
      MachineRules.processor(processor, place);
      return;
    }
    if (place.type() == MachineType.EXPRESS) {
      place
          .field("ProcessorConfig")
          .field("Mode")
          .error("Express state machine does not support Map state in DISTRIBUTED mode");
    }
    boolean express = config.path("ExecutionType").asString("").equals("EXPRESS");
    MachineRules.processor(
        processor, place.in(express ? MachineType.EXPRESS : MachineType.STANDARD));
  }

  private static void processorConfig(JsonNode config, Place place) {
    ItemRules.object(config, PROCESSOR_CONFIG, List.of(), place);
    String mode = config.path("Mode").asString("");
    if (mode.equals("DISTRIBUTED")) {
      Field.require(config, List.of("ExecutionType"), place);
    } else if (mode.equals("INLINE") && config.has("ExecutionType")) {
      place.error("Field 'ExecutionType' is not supported");
    }
  }

  /** An array, or an expression that gives one. */
  private static void items(JsonNode items, Place place) {
    if (items.isArray() || items.isObject()) {
      Templates.TEMPLATE.check(items, place);
    } else {
      JsonataText.expression(items, place);
    }
  }

  private static void label(JsonNode label, Place place) {
    if (!label.isString()) {
      place.wrongType("string", label);
      return;
    }
    String text = label.stringValue();
    if (text.isEmpty() || text.length() > MAX_LABEL) {
      place.error(
          "INVALID_LABEL_NAME", "Label must be between 1 and " + MAX_LABEL + " characters long");
    } else if (!text.contains("${") && FORBIDDEN.matcher(text).find()) {
      place.error(
          "INVALID_LABEL_NAME",
          "Label must have no white space, no control characters and none of these: "
              + "? * < > { } [ ] : ; , \\ | ^ ~ $ # % & ` \"");
    } else if (!place.inspection().claimLabel(text)) {
      place.error("DUPLICATE_LABEL_NAME", "Duplicate Label: " + text);
    }
  }
}
