package dev.sluice.definition;

import dev.sluice.jsonata.InputPath;
import dev.sluice.limit.Rate;
import dev.sluice.record.JsonataMapping;
import dev.sluice.record.Mapping;
import dev.sluice.record.MappingException;
import dev.sluice.record.RecordSchema;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one document of kind {@code feed}. */
final class FeedReader {
  private static final int MAX_RECORDS = 1_000;
  private static final List<String> IMPURE = List.of("$now(", "$millis(", "$random(", "$shuffle(");

  private FeedReader() {}

  static @Nullable FeedDefinition read(DocumentNode node) {
    String name = Names.read(node, FeedDefinition.KIND);
    @Nullable String dataset = node.requiredText("dataset");
    Optional<JsonNode> schema = SchemaReader.read(node, false);
    Mapping mapping = mapping(node);
    schema.ifPresent(json -> unmatched(node, mapping, json));
    @Nullable Rate rate = node.rate("rateLimit");
    @Nullable DocumentNode retry = node.object("retry");
    Retry retries = retry == null ? Retry.DEFAULT : Retry.read(retry);
    boolean queued = node.choice("landing", "direct", "queued").equals("queued");
    boolean ordered = node.flag("ordered", false);
    @Nullable Duration silence = node.duration("silence");
    String tenant = Names.readTenant(node);
    int maxRecords = (int) node.integer("maxRecords", 1, 100_000, MAX_RECORDS);
    node.finish();
    if (node.hasErrors() || dataset == null) {
      return null;
    }
    return new FeedDefinition(
        name,
        dataset,
        schema.map(RecordSchema::compile).orElse(null),
        mapping,
        rate,
        retries,
        queued ? FeedDefinition.Landing.QUEUED : FeedDefinition.Landing.DIRECT,
        ordered,
        silence,
        tenant,
        maxRecords,
        node.at(),
        node.at("dataset"),
        node.hash());
  }

  /**
   * The mapping in {@code map}; what does not compile is a finding at its place inside the block.
   */
  static Mapping mapping(DocumentNode node) {
    @Nullable String expression = node.text("map");
    if (expression == null) {
      return Mapping.IDENTITY;
    }
    for (String call : IMPURE) {
      if (expression.contains(call)) {
        node.warning(
            "map",
            "impure-mapping",
            "`map` calls " + call + "): a resent record would map to another one and conflict",
            "leave the field out; the platform fills processedAt");
      }
    }
    try {
      return JsonataMapping.compile(expression);
    } catch (MappingException e) {
      node.error(
          node.within("map", e.position()),
          "mapping",
          "`map` is not JSONata: " + e.code() + " " + e.getMessage(),
          "");
      return Mapping.IDENTITY;
    }
  }

  /** Names that the mapping looks up and no record can have. */
  private static void unmatched(DocumentNode node, Mapping mapping, JsonNode schema) {
    if (!(mapping instanceof JsonataMapping jsonata)) {
      return;
    }
    String expression = jsonata.expression().expression();
    for (InputPath path : jsonata.expression().inputPaths()) {
      Optional<UnmatchedPath> unmatched = UnmatchedPath.of(path, schema);
      if (unmatched.isPresent()) {
        InputPath.Step step = unmatched.get().step();
        node.warning(
            node.within("map", step.start(expression)),
            "unmatched-path",
            "`map` reads "
                + DocumentNode.quoted(path.toString())
                + ", which no record of this schema has",
            DocumentNode.didYouMean(step.name(), unmatched.get().known())
                .orElse("add it to the schema, or leave it out"));
      }
    }
  }
}
