package dev.sluice.server.telemetry;

import dev.sluice.feed.FeedObserver;
import dev.sluice.run.Lease;
import dev.sluice.run.WorkObserver;
import org.jspecify.annotations.Nullable;

/**
 * Where traces go. Told of everything when it is over, so that nothing has to be carried through
 * the work but a traceparent. Thread-safe; never fails and never blocks.
 */
public interface Traces extends FeedObserver, WorkObserver, AutoCloseable {

  /** Nobody looks: costs a call. */
  Traces NONE =
      new Traces() {
        @Override
        public @Nullable String begin(String correlation, @Nullable String traceparent) {
          return null;
        }

        @Override
        public void answered(Request request, long nanos) {}

        @Override
        public void accepted(Group group, long nanos) {}

        @Override
        public void landed(Landed landed, long nanos) {}

        @Override
        public void handled(Lease lease, Outcome outcome, long nanos) {}

        @Override
        public void rescued(int batches) {}

        @Override
        public void close() {}
      };

  /**
   * The traceparent of a request's own span, in the caller's trace where there is one; null where
   * it is not traced.
   *
   * @param traceparent as the caller sent it; what is no traceparent is passed over
   */
  @Nullable String begin(String correlation, @Nullable String traceparent);

  void answered(Request request, long nanos);

  @Override
  void close();

  /**
   * A request that was answered.
   *
   * @param own what {@link #begin} gave for it
   * @param traceparent as the caller sent it
   * @param route as routes name it, with its parameters unfilled
   */
  record Request(
      String own,
      @Nullable String traceparent,
      String correlation,
      String method,
      String route,
      int status) {}
}
