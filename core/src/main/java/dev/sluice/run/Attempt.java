package dev.sluice.run;

import java.time.Duration;

/** What a handler made of a batch. */
public sealed interface Attempt {

  /** Settled; there is nothing left to do. */
  record Done() implements Attempt {}

  /** Transient: try again after the delay, or after the policy's backoff where that is longer. */
  record RetryAfter(Duration delay, String reason) implements Attempt {}

  /** Permanent: the whole batch is a dead letter at once. */
  record Rejected(String code, String reason) implements Attempt {}
}
