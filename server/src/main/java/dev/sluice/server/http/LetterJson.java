package dev.sluice.server.http;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.Rfc3339;
import dev.sluice.deadletter.Content;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.DeadLetter.Resolution;
import dev.sluice.deadletter.DeadLetterStore;
import dev.sluice.deadletter.Desk;
import dev.sluice.deadletter.Outcome;
import dev.sluice.deadletter.Validation;
import dev.sluice.record.Column;
import dev.sluice.record.FieldError;
import dev.sluice.record.JsonLimits;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Dead letters as the outside sees them. */
final class LetterJson {
  private final Map<String, Dataset> datasets;
  private final DeadLetterStore letters;
  private final Desk desk;

  LetterJson(Ports ports) {
    this.datasets = ports.datasets();
    this.letters = ports.letters();
    this.desk = ports.desk();
  }

  /** In a list. */
  ObjectNode summary(DeadLetter letter) {
    ObjectNode json = Json.object();
    json.put("id", letter.id().toString());
    json.put("kind", letter.run().kind().label());
    json.put("name", letter.run().name());
    json.put("tenant", letter.run().tenant());
    json.put("dataset", letter.dataset());
    json.put("cause", word(letter.cause()));
    json.put("code", letter.code());
    json.put("source", letter.source());
    // The dataset's own name for its source column beside ours.
    Optional.ofNullable(datasets.get(letter.dataset()))
        .flatMap(dataset -> dataset.with(Column.Role.SOURCE).map(Column::name))
        .filter(name -> !json.has(name))
        .ifPresent(name -> json.put(name, letter.source()));
    json.set("errors", Problem.errors(letter.errors()));
    json.put("run", letter.runId().toString());
    json.put("batch", letter.batch().toString());
    json.put("row", letter.row());
    json.put("records", letter.records());
    json.put("size", letter.originalSize());
    json.put("definition", letter.definition());
    json.put("correlationId", letter.correlation());
    json.put("createdAt", Rfc3339.utc(letter.createdAt()));
    json.put("edited", letter.editedAt() != null);
    json.put("editedAt", time(letter.editedAt()));
    json.put("replays", letter.replays());
    json.put("state", word(letter.state()));
    Resolution resolution = letter.resolution();
    json.put("resolution", resolution == null ? null : word(resolution.how()));
    json.put("resolvedAt", resolution == null ? null : Rfc3339.utc(resolution.at()));
    json.put(
        "record",
        resolution == null || resolution.record() == null ? null : resolution.record().toString());
    json.put("reason", resolution == null ? null : resolution.reason());
    return json;
  }

  /** With its bytes, its further tries, and what a replay would come to. */
  ObjectNode whole(DeadLetter letter) {
    ObjectNode json = summary(letter);
    letters.content(letter.id()).ifPresent(content -> content(json, letter, content));
    ArrayNode history = json.putArray("history");
    desk.outcomes(letter).forEach(outcome -> history.add(json(outcome)));
    return json;
  }

  private void content(ObjectNode json, DeadLetter letter, Content content) {
    if (letter.whole()) {
      byte[] sent = desk.sent(letter, content.original());
      if (sent.length <= JsonLimits.RECORD.bytes()) {
        Payload.show(json, "payload", sent);
      }
      return;
    }
    Payload.show(json, "payload", content.current());
    Payload.show(json, "original", content.original());
    if (letter.state() == DeadLetter.State.OPEN) {
      desk.validate(letter, content)
          .ifPresent(validation -> json.set("validation", json(validation)));
    }
  }

  private static ObjectNode json(Validation validation) {
    ObjectNode json = Json.object();
    json.put("valid", validation.valid());
    json.put("outcome", word(validation.verdict()));
    json.put("record", validation.record() == null ? null : validation.record().toString());
    json.set("errors", Problem.errors(validation.errors()));
    return json;
  }

  private static ObjectNode json(Outcome outcome) {
    ObjectNode json = Json.object();
    json.put("run", outcome.run().toString());
    json.put("outcome", word(outcome));
    json.put("startedAt", Rfc3339.utc(outcome.startedAt()));
    json.put("settledAt", time(outcome.settledAt()));
    counts(json, outcome);
    json.set("errors", Problem.errors(outcome.errors()));
    return json;
  }

  static void counts(ObjectNode json, Outcome outcome) {
    json.put("received", outcome.records());
    json.put("stored", outcome.stored());
    json.put("duplicate", outcome.duplicate());
    json.put("rejected", outcome.rejected());
    json.put("dead", outcome.dead());
  }

  /** Of several records: what the best of them came to. */
  static String word(Outcome outcome) {
    if (outcome.settledAt() == null) {
      return "accepted";
    }
    if (outcome.stored() > 0) {
      return "stored";
    }
    if (outcome.duplicate() > 0) {
      return "duplicate";
    }
    return outcome.dead() > 0 ? "dead" : "rejected";
  }

  static ObjectNode group(DeadLetterStore.Group group) {
    ObjectNode json = Json.object();
    group.values().forEach((dimension, value) -> json.put(word(dimension), value));
    json.put("count", group.letters());
    json.put("records", group.records());
    json.put("newest", Rfc3339.utc(group.newest()));
    ObjectNode example = json.putObject("example");
    example.put("id", group.example().toString());
    FieldError error = group.error();
    if (error != null) {
      example.put("field", error.field());
      example.put("value", error.value());
      example.put("message", error.message());
      example.put("hint", error.hint());
    }
    return json;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String time(@Nullable Instant instant) {
    return instant == null ? null : Rfc3339.utc(instant);
  }
}
