package dev.sluice.asl.validate;

import static dev.sluice.asl.validate.Field.both;
import static dev.sluice.asl.validate.Field.jsonPath;
import static dev.sluice.asl.validate.Field.jsonata;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What only a distributed Map uses: where its items come from, batches, where results go. */
final class ItemRules {
  private static final long MAX_ITEMS = 100_000_000;
  private static final Rule POSITIVE = Rules.integer(1, Integer.MAX_VALUE);
  private static final Pattern READS =
      Pattern.compile("arn:[^:]+:states:::s3:(getObject|listObjectsV2)");

  private static final Map<String, Field> READER =
      call(both("Resource", ItemRules::source), both("ReaderConfig", ItemRules::readerConfig));
  private static final Map<String, Field> READER_CONFIG =
      Field.byName(
          List.of(
              both("InputType", Rules.oneOf("CSV", "JSON", "JSONL", "PARQUET", "MANIFEST")),
              both("CSVHeaderLocation", Rules.oneOf("FIRST_ROW", "GIVEN")),
              both("CSVHeaders", ItemRules::texts),
              both("CSVDelimiter", Rules.oneOf("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB")),
              both("ItemsPointer", Rules.TEXT),
              both("MaxItems", Rules.integer(0, MAX_ITEMS)),
              jsonPath("MaxItemsPath", PathText.SETTING),
              both("ManifestType", Rules.oneOf("ATHENA_DATA", "S3_INVENTORY")),
              both("Transformation", Rules.oneOf("NONE", "LOAD_AND_FLATTEN"))));
  private static final Map<String, Field> BATCHER =
      Field.byName(
          List.of(
              both("BatchInput", Templates.TEMPLATE),
              both("MaxItemsPerBatch", POSITIVE),
              jsonPath("MaxItemsPerBatchPath", PathText.SETTING),
              both("MaxInputBytesPerBatch", Rules.integer(1, 262_144)),
              jsonPath("MaxInputBytesPerBatchPath", PathText.SETTING)));
  private static final List<String> BOUNDS =
      List.of(
          "MaxItemsPerBatch",
          "MaxItemsPerBatchPath",
          "MaxInputBytesPerBatch",
          "MaxInputBytesPerBatchPath");
  private static final Map<String, Field> WRITER =
      call(both("Resource", Rules.TEXT), both("WriterConfig", ItemRules::writerConfig));
  private static final Map<String, Field> WRITER_CONFIG =
      Field.byName(
          List.of(
              both("OutputType", Rules.oneOf("JSON", "JSONL")),
              both("Transformation", Rules.oneOf("NONE", "COMPACT", "FLATTEN"))));

  private ItemRules() {}

  private static Map<String, Field> call(Field resource, Field config) {
    return Field.byName(
        List.of(
            resource,
            config,
            jsonPath("Parameters", Templates.OBJECT),
            jsonata("Arguments", Templates.OBJECT)));
  }

  static void reader(JsonNode reader, Place place) {
    object(reader, READER, List.of("Resource"), place);
  }

  /** Placeholders {@code ${...}} of deployment tools are let through. */
  private static void source(JsonNode resource, Place place) {
    Rules.TEXT.check(resource, place);
    String text = resource.asString("");
    if (resource.isString() && !text.contains("${") && !READS.matcher(text).matches()) {
      place.error(
          "The field 'Resource' does not match any of the allowed values:"
              + " [arn:aws:states:::s3:getObject, arn:aws:states:::s3:listObjectsV2]");
    }
  }

  private static void readerConfig(JsonNode config, Place place) {
    object(config, READER_CONFIG, List.of(), place);
    Field.atMostOne(config, List.of("MaxItems", "MaxItemsPath"), place);
    String type = config.path("InputType").asString("");
    if (type.equals("CSV") && !config.has("CSVHeaderLocation")) {
      place.error("The field 'CSVHeaderLocation' is required");
    } else if (type.equals("JSON") && config.has("CSVHeaderLocation")) {
      place.error("Field 'CSVHeaderLocation' is not supported");
    }
    if (config.path("CSVHeaderLocation").asString("").equals("GIVEN")) {
      Field.require(config, List.of("CSVHeaders"), place);
    }
  }

  static void batcher(JsonNode batcher, Place place) {
    object(batcher, BATCHER, List.of(), place);
    Field.atMostOne(batcher, List.of("MaxItemsPerBatch", "MaxItemsPerBatchPath"), place);
    Field.atMostOne(batcher, List.of("MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"), place);
    if (batcher.isObject() && BOUNDS.stream().noneMatch(batcher::has)) {
      place.error("At least one of these fields is required: " + BOUNDS);
    }
  }

  /** AWS, "ResultWriter": WriterConfig, or Resource and Parameters, or all three. */
  static void writer(JsonNode writer, Place place) {
    object(writer, WRITER, List.of(), place);
    if (!writer.isObject()) {
      return;
    }
    String where = place.jsonata() ? "Arguments" : "Parameters";
    if (writer.isEmpty()) {
      place.error(
          "ResultWriter cannot be empty: give WriterConfig, or Resource and %s, or all three"
              .formatted(where));
    } else if (writer.has("Resource")) {
      Field.require(writer, List.of(where), place);
    } else if (writer.has(where) || !writer.has("WriterConfig")) {
      Field.require(writer, List.of("Resource"), place);
    }
  }

  private static void writerConfig(JsonNode config, Place place) {
    object(config, WRITER_CONFIG, List.of(), place);
  }

  static void object(
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
}
