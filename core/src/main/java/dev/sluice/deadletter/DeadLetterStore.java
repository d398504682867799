package dev.sluice.deadletter;

import dev.sluice.record.FieldError;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Port: the desk's view of dead letters. Letters are written by whoever settles a batch, in that
 * transaction, and resolved in the same way: by settling an entry that {@link
 * dev.sluice.dataset.Entry#corrects} them. Every change here is atomic and durable when it returns.
 */
public interface DeadLetterStore {

  /**
   * One letter, without its bytes.
   *
   * @param tenant whose it must be; null: anybody's
   */
  Optional<DeadLetter> letter(UUID id, @Nullable String tenant);

  Optional<Content> content(UUID id);

  /**
   * Newest first.
   *
   * @param before only letters after this one in the listing's order
   */
  List<DeadLetter> letters(LetterFilter filter, @Nullable UUID before, int limit);

  /** Letters that have these dimensions in common, the largest groups first. */
  List<Group> groups(LetterFilter filter, List<Dimension> by, int limit);

  Statistics statistics(LetterFilter filter);

  /**
   * Puts a payload beside the original bytes of an open letter; null takes it away again.
   *
   * @param version the letter must have; empty: any
   */
  Change edit(UUID id, OptionalLong version, byte @Nullable [] payload);

  /** Resolves an open letter that nobody will replay. */
  Change dismiss(UUID id, String reason);

  /**
   * Deletes up to {@code limit} letters older than {@code age} that no replay holds, and notes them
   * in the books of their run and of the runs that replayed them.
   */
  int purge(Duration age, int limit);

  /** What letters can be grouped by. FIELD is that of the first error. */
  enum Dimension {
    CAUSE,
    CODE,
    FIELD,
    NAME,
    DATASET,
    SOURCE,
    STATE
  }

  /**
   * Letters that have something in common.
   *
   * @param values by dimension; null where letters have none
   * @param records they stand for
   * @param newest when the newest was made
   * @param example the newest letter
   * @param error the first of the example's errors; null where it has none
   */
  record Group(
      Map<Dimension, @Nullable String> values,
      long letters,
      long records,
      Instant newest,
      UUID example,
      @Nullable FieldError error) {}

  /** How many records, of letters that have all this in common. */
  record Statistics(List<Cell> cells) {}

  /**
   * How many records of one day and source died of one code.
   *
   * @param source empty where it is not known
   * @param day in UTC, of when the letter was made
   */
  record Cell(String code, String source, LocalDate day, DeadLetter.State state, long records) {}
}
