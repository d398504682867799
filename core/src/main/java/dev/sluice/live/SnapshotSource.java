package dev.sluice.live;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the topics of one prefix show: the state that any process can read, now. Brought by the
 * feature it is about, and registered in the composition root. Thread-safe.
 */
public interface SnapshotSource {

  /** The first part of its topics, such as {@code runs}. */
  String prefix();

  /**
   * How often a watched topic is read again though no change was told. Short where nobody tells of
   * changes (a queue's depth), long where a lost word is all that it makes up for.
   */
  Duration refresh();

  /**
   * The state now, as its resource shows it. What is not changed since is not sent again, so it
   * holds no time of reading.
   *
   * @param id null: the list
   * @param tenant whose state; null: everybody's
   * @return empty: there is no such thing, or it is another tenant's
   */
  Optional<JsonNode> read(@Nullable String id, @Nullable String tenant);
}
