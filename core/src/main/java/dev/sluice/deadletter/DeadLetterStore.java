package dev.sluice.deadletter;

import dev.sluice.run.RunKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Port: the desk's view of dead letters. Letters are written by whoever settles a batch, in that
 * transaction; here they are read and retired.
 */
public interface DeadLetterStore {

  Optional<DeadLetter> letter(UUID id);

  /** The bytes as they were sent. */
  Optional<byte[]> original(UUID id);

  /** Newest first. */
  List<DeadLetter> letters(Query query);

  Statistics statistics(Query query);

  /**
   * Deletes up to {@code limit} letters older than {@code age} and notes them in their runs' books.
   */
  int purge(Duration age, int limit);

  /**
   * Which letters; null means any.
   *
   * @param before only letters after this one in the listing's order
   */
  record Query(
      @Nullable String tenant,
      @Nullable String dataset,
      @Nullable RunKind kind,
      DeadLetter.@Nullable Cause cause,
      @Nullable String code,
      @Nullable String source,
      @Nullable UUID run,
      DeadLetter.@Nullable State state,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable UUID before,
      int limit) {}

  record Count(String name, long count) {}

  record DayCount(LocalDate day, long count) {}

  /** How many, and of what. */
  record Statistics(long total, List<Count> byCode, List<Count> bySource, List<DayCount> byDay) {}
}
