package dev.sluice.server.http;

import dev.sluice.dataset.Rfc3339;
import dev.sluice.sequence.Numbers;
import dev.sluice.sequence.Range;
import dev.sluice.sequence.Sender;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A sender as the outside sees it. */
final class SenderJson {
  /** Gaps shown; their count is of all. */
  private static final int SHOWN = 100;

  private SenderJson() {}

  /**
   * @param silence after this long without a record a sender is silent; null: never
   */
  static ObjectNode of(Sender sender, @Nullable Duration silence, Instant now) {
    ObjectNode json = Json.object();
    json.put("source", sender.source());
    Numbers numbers = sender.numbers();
    json.put("lowest", numbers == null ? null : numbers.lowest());
    json.put("highest", numbers == null ? null : numbers.highest());
    ArrayNode missing = json.putArray("missing");
    if (numbers != null) {
      // The newest gaps are the ones that somebody can still do something about.
      int from = Math.max(0, numbers.missing().size() - SHOWN);
      for (Range gap : numbers.missing().subList(from, numbers.missing().size())) {
        missing.addArray().add(gap.first()).add(gap.last());
      }
    }
    json.put("missingCount", numbers == null ? 0 : numbers.missingCount());
    json.put("gaps", numbers == null ? 0 : numbers.missing().size());
    json.put("forgotten", numbers == null ? 0 : numbers.forgotten());
    json.put("repeated", numbers == null ? 0 : numbers.repeated());
    json.put("late", numbers == null ? 0 : numbers.late());
    String lastAt = Rfc3339.utc(sender.lastAt().truncatedTo(ChronoUnit.MILLIS));
    json.put("lastAt", lastAt);
    boolean silent = silence != null && sender.lastAt().plus(silence).isBefore(now);
    json.put("silentSince", silent ? lastAt : null);
    return json;
  }
}
