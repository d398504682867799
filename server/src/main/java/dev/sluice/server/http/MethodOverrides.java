package dev.sluice.server.http;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * A request has the method that it was sent with. Javalin would believe {@code
 * X-HTTP-Method-Override} of anybody, so that a GET became a DELETE, and fail on words that are no
 * methods. Only tus asks for it: for clients that cannot send PATCH, nor DELETE or HEAD.
 */
final class MethodOverrides implements HttpConfiguration.Customizer {
  private static final String HEADER = "X-HTTP-Method-Override";
  private static final List<String> OF_TUS = List.of("PATCH", "DELETE", "HEAD");

  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    HttpFields sent = request.getHeaders();
    if (!sent.contains(HEADER) || isTus(request, sent)) {
      return request;
    }
    HttpFields rest = HttpFields.build(sent).remove(HEADER).asImmutable();
    return new Request.Wrapper(request) {
      @Override
      public HttpFields getHeaders() {
        return rest;
      }
    };
  }

  private static boolean isTus(Request request, HttpFields sent) {
    List<HttpField> overrides = sent.getFields(HEADER);
    return request.getMethod().equals("POST")
        && sent.contains(TusRoutes.RESUMABLE)
        && overrides.size() == 1
        && OF_TUS.contains(overrides.getFirst().getValue());
  }
}
