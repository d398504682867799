package dev.sluice.run;

import java.time.Duration;
import java.util.Optional;

/**
 * Port: stored answers of requests with an {@code Idempotency-Key}. An intake writes them in the
 * transaction of what they answer for; {@link #keep} is for requests that change nothing else.
 */
public interface Answers {

  Optional<Answer> find(String tenant, String key);

  /** Keeps the answer unless the key has one already. */
  void keep(Answer answer);

  /** Deletes up to {@code limit} answers older than {@code age}. */
  int purge(Duration age, int limit);
}
