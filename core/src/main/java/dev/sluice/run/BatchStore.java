package dev.sluice.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Port: runs and queued batches. Every method is atomic and durable when it returns, safe to call
 * from any thread and any number of processes, and throws {@link BackendException} where the
 * backend fails; a call that failed so may or may not have happened, and may be repeated as it is.
 */
public interface BatchStore {

  /** Records that several batches leased at once may hold. */
  int RECORDS_TOGETHER = 1_000;

  /** Bytes of payload that several batches leased at once may hold. */
  long BYTES_TOGETHER = 4L << 20;

  /** Crashes after which a batch runs alone. */
  int SUSPECT_AFTER = 3;

  /** Crashes after which a batch is dead with code {@code crashed}. */
  int DEAD_AFTER = 5;

  /** The run of this key; made where there is none. */
  UUID open(RunKey key);

  /** Queues a batch of {@code received} records. The same id again changes nothing. */
  void accept(NewBatch batch, int received, byte[] payload);

  /**
   * The oldest ready batches of the next run in turn, oldest first, where runs of a tenant of whom
   * nothing is leased come before all others; empty where nothing is ready, the queue is paused or
   * all tenants with ready batches are at their cap. Raises each batch's epoch.
   *
   * <p>Several only as long as none of them failed or was rescued before, and as they hold {@link
   * #RECORDS_TOGETHER} records and {@link #BYTES_TOGETHER} of payload at most.
   *
   * @param most batches, at least 1
   */
  List<Lease> lease(LeaseRequest request, int most);

  /** As {@link #lease(LeaseRequest, int)}, of one batch whatever it holds. */
  default Optional<Lease> lease(LeaseRequest request) {
    return lease(request, 1).stream().findFirst();
  }

  /** Prolongs the lease from now on. False: it is no longer this epoch's, stop working on it. */
  boolean renew(Lease lease, Duration duration);

  /**
   * Gives the batch back, ready after the delay.
   *
   * @param attempt whether this counts as a failed attempt; an infrastructure fault does not (rule
   *     8)
   * @return false where the lease is no longer this epoch's; nothing changed
   */
  boolean release(Lease lease, Duration delay, String reason, boolean attempt);

  /**
   * Settles the whole batch as one dead letter that counts all its records and keeps the payload. A
   * replay's batch makes no letter: the letters that it holds are open again.
   *
   * @return false where the lease is no longer this epoch's; nothing changed
   */
  boolean bury(Lease lease, String code, String reason);

  /**
   * Makes batches with an expired lease ready again and counts a rescue; after {@link #DEAD_AFTER}
   * they are dead with code {@code crashed}. Returns how many it touched, at most {@code limit}.
   */
  int rescue(int limit);

  /** Pauses or resumes a queue for all processes; work under way goes on. */
  void pause(RunKind kind, boolean paused);
}
