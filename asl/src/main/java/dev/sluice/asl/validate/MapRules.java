package dev.sluice.asl.validate;

import static dev.sluice.asl.validate.Field.both;
import static dev.sluice.asl.validate.Field.jsonPath;
import static dev.sluice.asl.validate.Field.jsonata;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Map and Parallel states: the machines inside them, readers, batchers and writers. */
final class MapRules {
  private static final int MAX_LABEL = 40;
  private static final long MAX_COUNT = Integer.MAX_VALUE;
  private static final Rule COUNT = Rules.integer(0, MAX_COUNT);
  private static final Rule POSITIVE = Rules.integer(1, MAX_COUNT);

  private static final Map<String, Field> READER =
      Field.byName(
          List.of(
              both("Resource", Rules.TEXT),
              both("ReaderConfig", MapRules::readerConfig),
              jsonPath("Parameters", Templates.TEMPLATE),
              jsonata("Arguments", Templates.TEMPLATE)));
  private static final Map<String, Field> READER_CONFIG =
      Field.byName(
          List.of(
              both("InputType", Rules.oneOf("CSV", "JSON", "JSONL", "PARQUET", "MANIFEST")),
              both("CSVHeaderLocation", Rules.oneOf("FIRST_ROW", "GIVEN")),
              both("CSVHeaders", MapRules::texts),
              both("CSVDelimiter", Rules.oneOf("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB")),
              both("ItemsPointer", Rules.TEXT),
              both("MaxItems", COUNT),
              jsonPath("MaxItemsPath", PathText.REFERENCE),
              both("ManifestType", Rules.oneOf("ATHENA_DATA", "S3_INVENTORY")),
              both("Transformation", Rules.oneOf("NONE", "LOAD_AND_FLATTEN"))));
  private static final Map<String, Field> BATCHER =
      Field.byName(
          List.of(
              both("BatchInput", Templates.TEMPLATE),
              both("MaxItemsPerBatch", POSITIVE),
              jsonPath("MaxItemsPerBatchPath", PathText.REFERENCE),
              both("MaxInputBytesPerBatch", Rules.integer(1, 262_144)),
              jsonPath("MaxInputBytesPerBatchPath", PathText.REFERENCE)));
  private static final Map<String, Field> WRITER =
      Field.byName(
          List.of(
              both("Resource", Rules.TEXT),
              both("WriterConfig", MapRules::writerConfig),
              jsonPath("Parameters", Templates.TEMPLATE),
              jsonata("Arguments", Templates.TEMPLATE)));
  private static final Map<String, Field> WRITER_CONFIG =
      Field.byName(
          List.of(
              both("OutputType", Rules.oneOf("JSON", "JSONL")),
              both("Transformation", Rules.oneOf("NONE", "COMPACT", "FLATTEN"))));
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
      both("ItemReader", MapRules::reader),
      both("ItemBatcher", MapRules::batcher),
      both("ResultWriter", MapRules::writer),
      both("MaxConcurrency", COUNT),
      jsonPath("MaxConcurrencyPath", PathText.REFERENCE),
      both("ToleratedFailureCount", COUNT),
      jsonPath("ToleratedFailureCountPath", PathText.REFERENCE),
      both("ToleratedFailurePercentage", Rules.decimal(0, 100)),
      jsonPath("ToleratedFailurePercentagePath", PathText.REFERENCE),
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
      object(config, PROCESSOR_CONFIG, List.of(), place.field("ProcessorConfig"));
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

  /** An array, or an expression that gives one. */
  private static void items(JsonNode items, Place place) {
    if (items.isArray() || items.isObject()) {
      Templates.TEMPLATE.check(items, place);
    } else {
      JsonataText.expression(items, place);
    }
  }

  private static void reader(JsonNode reader, Place place) {
    object(reader, READER, List.of("Resource"), place);
  }

  private static void readerConfig(JsonNode config, Place place) {
    object(config, READER_CONFIG, List.of(), place);
    Field.atMostOne(config, List.of("MaxItems", "MaxItemsPath"), place);
    if (config.path("CSVHeaderLocation").asString("").equals("GIVEN")) {
      Field.require(config, List.of("CSVHeaders"), place);
    }
  }

  private static void batcher(JsonNode batcher, Place place) {
    object(batcher, BATCHER, List.of(), place);
    Field.atMostOne(batcher, List.of("MaxItemsPerBatch", "MaxItemsPerBatchPath"), place);
    Field.atMostOne(batcher, List.of("MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"), place);
  }

  private static void writer(JsonNode writer, Place place) {
    object(writer, WRITER, List.of(), place);
  }

  private static void writerConfig(JsonNode config, Place place) {
    object(config, WRITER_CONFIG, List.of(), place);
  }

  private static void object(
      JsonNode value, Map<String, Field> fields, List<String> required, Place place) {
    if (!value.isObject()) {
      place.wrongType("object", value);
      return;
    }
    Field.checkAll(value, fields, place);
    Field.require(value, required, place);
  }

  private static void texts(JsonNode values, Place place) {
    if (!values.isArray()) {
      place.wrongType("array", values);
      return;
    }
    for (int i = 0; i < values.size(); i++) {
      Rules.TEXT.check(values.get(i), place.item(i));
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
    } else if (!place.inspection().claimLabel(text)) {
      place.error("DUPLICATE_LABEL_NAME", "Duplicate Label: " + text);
    }
  }
}
