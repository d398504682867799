package dev.sluice.deadletter;

import dev.sluice.dataset.Dataset;
import dev.sluice.record.Processed;
import dev.sluice.run.RetryPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an intake judges records by its definition as it is now. Thread-safe. */
public interface Judge {

  /** Whose records it takes. */
  String tenant();

  /** Content hash. */
  String definition();

  /** Where its records land. */
  Dataset dataset();

  RetryPolicy retry();

  /** What is to be made of a record's bytes. */
  Judgement judge(byte[] payload);

  /**
   * The records of a whole batch's payload, as they were sent.
   *
   * @throws IllegalArgumentException where these are no such bytes
   */
  List<Piece> pieces(byte[] payload);

  /**
   * What a record would come to now.
   *
   * @param source value of the source column, as far as it could be found; null: unknown
   */
  record Judgement(Processed processed, @Nullable String source) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Piece(byte[] original, String correlation) {}
}
