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

  /**
   * What is to be made of one record.
   *
   * @param letter that stands for it, or for its whole batch
   */
  Judgement judge(DeadLetter letter, Content record);

  /**
   * The records of a whole batch's payload, as they were sent.
   *
   * @throws IllegalArgumentException where these are no such bytes, or what they refer to is gone
   */
  List<Piece> pieces(DeadLetter letter, byte[] payload);

  /** Such records as one body. */
  byte[] sent(List<Piece> pieces);

  /**
   * What a record would come to now.
   *
   * @param source value of the source column, as far as it could be found; null: unknown
   */
  record Judgement(Processed processed, @Nullable String source) {}

  /**
   * One record of a whole batch.
   *
   * @param row in its batch, as its intake counts
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Piece(byte[] original, String correlation, int row) {}
}
