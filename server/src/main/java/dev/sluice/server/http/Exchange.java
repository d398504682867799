package dev.sluice.server.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import tools.jackson.databind.JsonNode;

/** What every handler does with a request: its correlation id, and answering it. */
final class Exchange {
  static final String CORRELATION = "sluice.correlation";
  static final String CALLER = "sluice.caller";
  static final String REFUSED = "sluice.refused";
  static final String ROUTE = "sluice.route";
  static final String STARTED = "sluice.started";
  private static final String JSON = "application/json";

  private Exchange() {}

  static String correlation(Context context) {
    Object id = context.req().getAttribute(CORRELATION);
    return id == null ? "" : id.toString();
  }

  /**
   * Whether a header that counts once was sent more than once: it could not be told which counts.
   */
  static boolean isRepeated(HttpServletRequest request, String header) {
    Enumeration<String> sent = request.getHeaders(header);
    if (sent.hasMoreElements()) {
      sent.nextElement();
    }
    return sent.hasMoreElements();
  }

  static void json(Context context, JsonNode body) throws IOException {
    bytes(context, 200, JSON, Json.bytes(body));
  }

  static void json(Context context, int status, byte[] body) throws IOException {
    bytes(context, status, status < 400 ? JSON : Problem.MEDIA_TYPE, body);
  }

  static void problem(Context context, Problem problem) throws IOException {
    if (problem.status() == 503 && context.res().getHeader("Retry-After") == null) {
      context.res().setHeader("Retry-After", "1");
    }
    if (Body.closes(context.req())) {
      context.res().setHeader("Connection", "close");
    }
    bytes(context, problem.status(), Problem.MEDIA_TYPE, problem.bytes(correlation(context)));
  }

  static void bytes(Context context, int status, String type, byte[] body) throws IOException {
    bytes(context.res(), status, type, body);
  }

  static void bytes(HttpServletResponse response, int status, String type, byte[] body)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    response.setStatus(status);
    response.setContentType(type);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
