package dev.sluice.server.http;

import dev.sluice.server.telemetry.TraceParent;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The id that joins a request's log lines, batch and rows. */
final class Correlation {
  static final String HEADER = "X-Correlation-Id";
  static final String LOGGED_AS = "correlationId";
  private static final int LONGEST = 128;

  private final Supplier<UUID> ids;

  Correlation(Supplier<UUID> ids) {
    this.ids = ids;
  }

  /** The caller's where it can be used, or the id of the caller's trace, else a new one. */
  String of(@Nullable String sent, @Nullable String traceparent) {
    if (sent != null && usable(sent)) {
      return sent;
    }
    return TraceParent.parse(traceparent)
        .map(TraceParent::trace)
        .orElseGet(() -> ids.get().toString());
  }

  private static boolean usable(String id) {
    if (id.isEmpty() || id.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) <= ' ' || id.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }
}
