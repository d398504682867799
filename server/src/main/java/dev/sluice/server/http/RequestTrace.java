package dev.sluice.server.http;

import dev.sluice.server.telemetry.Traces;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** A request's span in a trace, where traces are wanted. */
final class RequestTrace {
  static final String HEADER = "traceparent";
  private static final String ATTRIBUTE = "sluice.traceparent";
  private static final String LOGGED_AS = "traceId";
  private static final int TRACE_AT = 3;
  private static final int TRACE_END = 35;

  private final Traces traces;

  RequestTrace(Traces traces) {
    this.traces = traces;
  }

  static @Nullable String sent(Context context) {
    return context.req().getHeader(HEADER);
  }

  /** The traceparent of the request's own span; null where it is not traced. */
  static @Nullable String of(Context context) {
    return (String) context.req().getAttribute(ATTRIBUTE);
  }

  void begin(Context context, String correlation) {
    String own = traces.begin(correlation, sent(context));
    if (own != null) {
      context.req().setAttribute(ATTRIBUTE, own);
      MDC.put(LOGGED_AS, own.substring(TRACE_AT, TRACE_END));
    }
  }

  void end(Context context, long nanos) {
    String own = of(context);
    if (own != null) {
      MDC.remove(LOGGED_AS);
      traces.answered(
          new Traces.Request(
              own,
              sent(context),
              Exchange.correlation(context),
              context.req().getMethod(),
              Meters.route(context),
              context.res().getStatus()),
          nanos);
    }
  }
}
