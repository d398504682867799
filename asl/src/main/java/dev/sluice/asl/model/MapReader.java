package dev.sluice.asl.model;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The fields only a Map has. */
final class MapReader {
  private final BlockReader blocks;
  private final StateReader state;
  private final JsonNode json;
  private final String location;

  MapReader(BlockReader blocks, StateReader state, JsonNode json, String location) {
    this.blocks = blocks;
    this.state = state;
    this.json = json;
    this.location = location;
  }

  State read(QueryLanguage inherited) {
    boolean legacy = !json.has("ItemProcessor");
    String field = legacy ? "Iterator" : "ItemProcessor";
    JsonNode processor = json.get(field);
    if (processor == null) {
      throw new DefinitionException("Field ItemProcessor is required", location);
    }
    JsonNode config = processor.path("ProcessorConfig");
    boolean distributed = config.path("Mode").asString("INLINE").equals("DISTRIBUTED");
    boolean jsonata = state.language() == QueryLanguage.JSONATA;
    Template selector = state.template("ItemSelector");
    State.Common common = state.common();
    if (selector == null && !jsonata) {
      selector = common.parameters();
    }
    return new State.MapState(
        withoutParameters(common),
        blocks.read(processor, location + "/" + field, inherited),
        distributed,
        config.path("ExecutionType").asString("STANDARD"),
        state.text("Label"),
        jsonata ? itemsValue() : itemsPath(),
        selector,
        state.setting("MaxConcurrency"),
        state.setting("ToleratedFailureCount"),
        state.setting("ToleratedFailurePercentage"),
        reader(),
        batcher(),
        writer(),
        state.recovery());
  }

  private static State.Common withoutParameters(State.Common common) {
    return new State.Common(
        common.name(),
        common.language(),
        common.next(),
        common.inputPath(),
        common.outputPath(),
        null,
        common.resultSelector(),
        common.resultPath(),
        common.assign(),
        common.output());
  }

  private State.@Nullable Items itemsPath() {
    String path = state.text("ItemsPath");
    return path == null ? null : new State.Items.Path(new Reference(path));
  }

  private State.@Nullable Items itemsValue() {
    Template items = state.template("Items");
    return items == null ? null : new State.Items.Value(items);
  }

  private State.@Nullable ItemReader reader() {
    JsonNode reader = json.get("ItemReader");
    if (reader == null) {
      return null;
    }
    JsonNode config = orEmpty(reader.get("ReaderConfig"));
    return new State.ItemReader(
        reader.path("Resource").asString(""),
        arguments(reader, "ItemReader"),
        config,
        state.setting(config, "MaxItems", "ItemReader/ReaderConfig/"),
        TemplateReader.field(
            config, "ItemsPointer", "ItemReader/ReaderConfig/", state.language(), location));
  }

  private State.@Nullable ItemBatcher batcher() {
    JsonNode batcher = json.get("ItemBatcher");
    if (batcher == null) {
      return null;
    }
    JsonNode input = batcher.get("BatchInput");
    return new State.ItemBatcher(
        state.setting(batcher, "MaxItemsPerBatch", "ItemBatcher/"),
        state.setting(batcher, "MaxInputBytesPerBatch", "ItemBatcher/"),
        input == null
            ? null
            : TemplateReader.read(input, "ItemBatcher/BatchInput", state.language(), location));
  }

  private State.@Nullable ResultWriter writer() {
    JsonNode writer = json.get("ResultWriter");
    if (writer == null) {
      return null;
    }
    JsonNode resource = writer.get("Resource");
    return new State.ResultWriter(
        resource == null ? null : resource.asString(""),
        arguments(writer, "ResultWriter"),
        orEmpty(writer.get("WriterConfig")));
  }

  private @Nullable Template arguments(JsonNode owner, String field) {
    String name = state.language() == QueryLanguage.JSONATA ? "Arguments" : "Parameters";
    JsonNode node = owner.get(name);
    return node == null
        ? null
        : TemplateReader.read(node, field + "/" + name, state.language(), location);
  }

  private static JsonNode orEmpty(@Nullable JsonNode node) {
    return node == null ? JsonNodeFactory.instance.objectNode() : node;
  }
}
