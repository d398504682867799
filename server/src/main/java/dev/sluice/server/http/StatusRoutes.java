package dev.sluice.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The status page: files that hold no data and so need no login. They read the API like anybody
 * else, and may reach nothing else.
 */
final class StatusRoutes implements Routes {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  /** Whether a request for this path is for a file of the page. */
  static boolean serves(String path) {
    return path.equals("/") || path.startsWith("/status/");
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get("/", file("index.html"));
    routes.get("/status/page.css", file("page.css"));
    routes.get("/status/page.js", file("page.js"));
    routes.get("/status/icon.svg", file("icon.svg"));
  }

  private static Handler file(String name) {
    byte[] content = read(name);
    String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain");
    return context -> answer(context, type, content);
  }

  private static void answer(Context context, String type, byte[] content) throws IOException {
    context.res().setHeader("Content-Security-Policy", POLICY);
    context.res().setHeader("X-Content-Type-Options", "nosniff");
    context.res().setHeader("Referrer-Policy", "no-referrer");
    context.res().setHeader("Cache-Control", "no-cache");
    Exchange.bytes(context, 200, type, content);
  }

  private static byte[] read(String name) {
    try (InputStream file = StatusRoutes.class.getResourceAsStream("/status/" + name)) {
      if (file == null) {
        throw new IllegalStateException(name + " is part of the jar");
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
