package dev.sluice.server.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty refuses before any route sees it (bad HTTP, headers too large) is a problem too. */
final class ProtocolErrors extends ErrorHandler {
  private final Correlation correlation;
  private final int headerBytes;

  /**
   * @param headerBytes how long the request line and all headers may be together
   */
  ProtocolErrors(Correlation correlation, int headerBytes) {
    this.correlation = correlation;
    this.headerBytes = headerBytes;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus() >= 400 ? response.getStatus() : 500;
    answer(request, response, callback, problem(status, request));
    return true;
  }

  private Problem problem(int status, Request request) {
    boolean upgrade = request.getHeaders().contains(HttpHeader.UPGRADE);
    return switch (status) {
      case 404 -> upgrade ? Problem.of(status, "http", detail(status)) : Problem.nowhere();
      // The preface of HTTP/2 is told to upgrade, to what Jetty does not say.
      case 426, 505 ->
          Problem.of(505, "http", "HTTP/1.1 is spoken here: send the request in that version");
      case 503 -> Problem.unavailable("stopping", "the server is stopping; send it again");
      default -> Problem.of(status, status < 500 ? "http" : "internal", detail(status));
    };
  }

  private String detail(int status) {
    return switch (status) {
      case 400 ->
          "this is no valid HTTP: write %25 for a `%` in the path and %XX for what is not ASCII, no"
              + " NUL, a header a line, and send `Host` once, and for a body once either"
              + " `Content-Length` or `Transfer-Encoding: chunked`";
      case 404 -> "no WebSocket is served here: connect it to " + LiveRoutes.PATH;
      case 414 ->
          "the path and query are too long: a request's line and headers have at most "
              + headerBytes
              + " bytes together";
      case 417 -> "only `Expect: 100-continue` is understood: leave the header out";
      case 431 ->
          "the headers are too long: a request's line and headers have at most "
              + headerBytes
              + " bytes together; send fewer or shorter ones";
      default -> HttpStatus.getMessage(status);
    };
  }

  /** Answers a request that no route sees. */
  void answer(Request request, Response response, Callback callback, Problem problem) {
    String id =
        correlation.of(
            request.getHeaders().get(Correlation.HEADER),
            request.getHeaders().get(RequestTrace.HEADER));
    request.setAttribute(Exchange.CORRELATION, id);
    response.setStatus(problem.status());
    response.getHeaders().put(Correlation.HEADER, id);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    if (problem.status() == 503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "2");
    }
    response.write(true, ByteBuffer.wrap(problem.bytes(id)), callback);
  }
}
