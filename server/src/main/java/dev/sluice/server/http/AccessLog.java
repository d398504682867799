package dev.sluice.server.http;

import dev.sluice.server.log.LogSetup;
import dev.sluice.tenant.Authentication;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for every request when it is over: what was asked by its route, never by its query; who
 * asked by the key's id; how it went. No payload, no secret, no address.
 */
final class AccessLog implements RequestLog {
  private static final Logger log = LoggerFactory.getLogger(AccessLog.class);

  @Override
  public void log(Request request, Response response) {
    LoggingEventBuilder line =
        log.atInfo()
            .addMarker(LogSetup.MAY_WAIT)
            .addKeyValue("method", method(request.getMethod()))
            .addKeyValue("route", text(request, Exchange.ROUTE, "none"))
            .addKeyValue("status", response.getStatus())
            .addKeyValue("ms", millis(System.nanoTime() - request.getBeginNanoTime()))
            .addKeyValue("bytes", Response.getContentBytesWritten(response));
    caller(line, request)
        .addKeyValue(Correlation.LOGGED_AS, text(request, Exchange.CORRELATION, ""))
        .log("request");
  }

  private static double millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMicros(nanos) / 1_000.0;
  }

  private static LoggingEventBuilder caller(LoggingEventBuilder line, Request request) {
    LoggingEventBuilder known =
        switch (request.getAttribute(Exchange.CALLER)) {
          case Caller.Operator ignored -> line.addKeyValue("caller", "operator");
          case Caller.TenantKey key ->
              line.addKeyValue("caller", "key")
                  .addKeyValue("tenant", key.owner())
                  .addKeyValue("key", key.keyId());
          case null, default -> line;
        };
    return request.getAttribute(Exchange.REFUSED) instanceof Authentication.Reason reason
        ? known.addKeyValue("refused", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        : known;
  }

  private static String text(Request request, String attribute, String otherwise) {
    Object value = request.getAttribute(attribute);
    return value == null ? otherwise : value.toString();
  }

  /** Whatever somebody made up is no word for a log. */
  private static String method(String sent) {
    return KnownMethods.ALL.contains(sent) ? sent : "other";
  }
}
