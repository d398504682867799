package dev.sluice.definition;

import dev.sluice.limit.Rate;
import dev.sluice.record.Mapping;
import dev.sluice.record.RecordSchema;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one document of kind {@code feed}. */
final class FeedReader {
  private static final int MAX_RECORDS = 1_000;

  private FeedReader() {}

  static @Nullable FeedDefinition read(DocumentNode node) {
    String name = Names.read(node, FeedDefinition.KIND);
    @Nullable String dataset = node.requiredText("dataset");
    Optional<JsonNode> schema = SchemaReader.read(node, false);
    Mapping mapping = MappingCheck.read(node);
    schema.ifPresent(json -> MappingCheck.input(node, mapping, json));
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
}
