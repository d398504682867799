package dev.sluice.server.http;

import dev.sluice.dataset.Rfc3339;
import dev.sluice.deadletter.DeadLetter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A dead letter as the outside sees it. */
final class LetterJson {
  private LetterJson() {}

  /**
   * @param sourceName the dataset's own name for its source column; null where it has none
   */
  static ObjectNode of(DeadLetter letter, @Nullable String sourceName) {
    ObjectNode json = Json.object();
    json.put("id", letter.id().toString());
    json.put("kind", letter.run().kind().label());
    json.put("name", letter.run().name());
    json.put("tenant", letter.run().tenant());
    json.put("dataset", letter.dataset());
    json.put("cause", letter.cause().name().toLowerCase(Locale.ROOT));
    json.put("code", letter.code());
    json.put("source", letter.source());
    if (sourceName != null && !json.has(sourceName)) {
      json.put(sourceName, letter.source());
    }
    json.set("errors", Problem.errors(letter.errors()));
    json.put("run", letter.runId().toString());
    json.put("batch", letter.batch().toString());
    json.put("row", letter.row());
    json.put("records", letter.records());
    json.put("size", letter.originalSize());
    json.put("state", letter.state().name().toLowerCase(Locale.ROOT));
    json.put("definition", letter.definition());
    json.put("correlationId", letter.correlation());
    json.put("createdAt", Rfc3339.utc(letter.createdAt()));
    json.put("resolvedAt", letter.resolvedAt() == null ? null : Rfc3339.utc(letter.resolvedAt()));
    return json;
  }
}
