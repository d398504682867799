package dev.sluice.server.http;

import dev.sluice.record.BodyProblemException;
import dev.sluice.run.Acceptance;
import dev.sluice.run.BackendException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whatever a request throws leaves the server as a problem. */
final class RequestErrors {
  private static final Logger log = LoggerFactory.getLogger(RequestErrors.class);

  private static final Problem DEFECT =
      Problem.of(500, "internal", "something went wrong here; it was logged");

  private RequestErrors() {}

  static void add(RoutesConfig routes, Pressure pressure) {
    routes.exception(ProblemException.class, (e, context) -> write(context, e.problem()));
    routes.exception(
        Acceptance.OverloadedException.class,
        (e, context) ->
            write(context, Problem.unavailable("overloaded", String.valueOf(e.getMessage()))));
    routes.exception(
        BodyProblemException.class,
        (e, context) -> write(context, FeedRoutes.refused(e.problem()).problem()));
    routes.exception(BackendException.class, (e, context) -> backend(e, context, pressure));
    routes.exception(HttpResponseException.class, RequestErrors::refused);
    routes.exception(EofException.class, (e, context) -> gone(context));
    routes.exception(Exception.class, RequestErrors::unexpected);
    // Javalin takes Jetty's timeouts for itself, and answers them with nothing.
    routes.error(408, RequestErrors::late);
  }

  private static void late(Context context) {
    context.res().setHeader("Connection", "close");
    write(
        context,
        Problem.of(408, "timeout", "the request's body did not arrive in time; send it again")
            .thatMaySucceedLater());
  }

  /** A full disk is told by its name, whatever could not be done for want of it. */
  private static void backend(BackendException e, Context context, Pressure pressure) {
    if (e.retryable()) {
      log.atWarn().addKeyValue("fault", e.kind()).log("request put off: {}", e.getMessage());
      Pressure.Reason unavailable =
          new Pressure.Reason("unavailable", e.getMessage() + "; nothing may have been kept", 2);
      write(context, pressure.refusal(false).orElse(unavailable).problem(context.res()));
    } else {
      unexpected(e, context);
    }
  }

  private static void unexpected(Exception e, Context context) {
    if (e instanceof InterruptedException || e instanceof InterruptedIOException) {
      Thread.currentThread().interrupt();
      write(context, Problem.unavailable("stopping", "the server is stopping"));
      return;
    }
    log.atError().addKeyValue("path", context.path()).setCause(e).log("request failed");
    write(context, DEFECT);
  }

  /** Answers what is no exception, which no route's handler is asked about. */
  static void defect(HttpServletResponse response) {
    String id = response.getHeader(Correlation.HEADER);
    byte[] body = DEFECT.bytes(id == null ? "" : id);
    try {
      Exchange.bytes(response, DEFECT.status(), Problem.MEDIA_TYPE, body);
    } catch (IOException e) {
      log.atDebug().log("client gone before its answer");
    }
  }

  /** The client went away in the middle of its request: there is nobody to answer. */
  private static void gone(Context context) {
    context.res().setStatus(400);
  }

  private static void refused(HttpResponseException e, Context context) {
    // All that the details of a 405 say; RFC 9110 wants it in a header.
    String allowed = String.join(", ", e.getDetails().values());
    if (e.getStatus() == 405 && !allowed.isEmpty()) {
      context.res().setHeader("Allow", allowed);
    }
    write(context, of(e, allowed));
  }

  private static Problem of(HttpResponseException e, String allowed) {
    return switch (e.getStatus()) {
      case 404 -> Problem.nowhere();
      case 405 -> Problem.of(405, "method-not-allowed", "this route takes " + allowed);
      case 413 -> Body.tooLarge(FeedRoutes.BATCH_BYTES).problem();
      default ->
          Problem.of(
              e.getStatus(), e.getStatus() < 500 ? "request" : "internal", "request refused");
    };
  }

  private static void write(Context context, Problem problem) {
    try {
      Exchange.problem(context, problem);
    } catch (IOException e) {
      log.atDebug().log("client gone before its answer");
    }
  }
}
