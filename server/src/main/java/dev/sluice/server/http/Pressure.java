package dev.sluice.server.http;

import java.util.Optional;

/** Whether records can be taken right now (rule 10). Cheap: asked before every request. */
@FunctionalInterface
public interface Pressure {

  /** Why not, for a feed whose records wait in a queue or for one whose do not. */
  Optional<Reason> refusal(boolean queued);

  /** A reason to send a sender away for a while. */
  record Reason(String code, String detail, int retryAfterSeconds) {}
}
