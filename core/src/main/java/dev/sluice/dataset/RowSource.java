package dev.sluice.dataset;

import dev.sluice.record.Processed;
import dev.sluice.record.TypedRow;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The records of a queued batch, read from wherever they lie: in one go, and again where landing
 * has to be tried another way. For one thread.
 */
public interface RowSource {

  /** Hands every record over, in order. Returns how many there were. */
  int read(Sink sink);

  /** Where a record is from; valid while it is handed over. */
  interface Place {
    /** Number of the record in its file, from 1. */
    int row();

    /** The bytes as sent: a copy. */
    byte[] original();

    /** The dead letter this is a further try of; null for a record that is new. */
    @Nullable UUID corrects();
  }

  /** Takes records. */
  interface Sink {
    /**
     * A row whose values are to land.
     *
     * @param values valid during the call
     */
    void accepted(Place at, TypedRow values);

    void rejected(Place at, Processed.Rejected why);
  }
}
