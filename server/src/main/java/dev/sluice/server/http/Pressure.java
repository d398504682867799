package dev.sluice.server.http;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

/** Whether records can be taken right now (rule 10). Cheap: asked before every request. */
@FunctionalInterface
public interface Pressure {

  /**
   * Why not, for what waits in a queue until a worker lands it or for what does not. Of the latter
   * the only reason is a disk that is nearly full.
   */
  Optional<Reason> refusal(boolean queued);

  /** Throws problem 503 where there is a reason. */
  default void check(boolean queued, HttpServletResponse response) {
    refusal(queued)
        .ifPresent(reason -> {
          throw reason.problem(response).asException();
        });
  }

  /** A reason to send a sender away for a while. */
  record Reason(String code, String detail, int retryAfterSeconds) {

    /** Says in the answer when to come again. */
    Problem problem(HttpServletResponse response) {
      response.setHeader("Retry-After", Integer.toString(retryAfterSeconds));
      return Problem.unavailable(code, detail);
    }
  }
}
