package dev.sluice.server.http;

import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Refuses what is no method before anything else looks at the request: Javalin fails on a word that
 * is not in upper case, and remembers every other one for good.
 */
final class KnownMethods extends Handler.Wrapper {
  static final List<String> ALL =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final ProtocolErrors errors;

  KnownMethods(ProtocolErrors errors) {
    this.errors = errors;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (ALL.contains(request.getMethod())) {
      return super.handle(request, response, callback);
    }
    String methods = String.join(", ", ALL);
    response.getHeaders().put(HttpHeader.ALLOW, methods);
    Problem problem =
        Problem.of(405, "method-not-allowed", "methods are " + methods + ", in upper case");
    errors.answer(request, response, callback, problem);
    return true;
  }
}
