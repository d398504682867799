package dev.sluice.server.http;

import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.session.NullSessionCache;
import org.eclipse.jetty.session.NullSessionDataStore;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Looks for no session: nobody has one here, and every request would pay for the look. A request to
 * become a WebSocket is asked by its library for the session it has not: it gets one that nobody
 * keeps, and its sender is told of none.
 */
final class NoSessions extends SessionHandler {

  NoSessions() {
    setUsingCookies(false);
    NullSessionCache none = new NullSessionCache(this);
    none.setSessionDataStore(new NullSessionDataStore());
    setSessionCache(none);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (request.getHeaders().contains(HttpHeader.UPGRADE)) {
      return super.handle(request, response, callback);
    }
    @Nullable Handler next = getHandler();
    return next != null && next.handle(request, response, callback);
  }
}
