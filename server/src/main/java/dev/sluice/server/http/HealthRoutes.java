package dev.sluice.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/** Whether this process lives, and whether it can do its work. */
final class HealthRoutes implements Routes {
  private final Readiness readiness;

  HealthRoutes(Readiness readiness) {
    this.readiness = readiness;
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get("/health/live", this::live);
    routes.get("/health/ready", this::ready);
  }

  private void live(Context context) throws IOException {
    Exchange.json(context, Json.object().put("status", "up"));
  }

  private void ready(Context context) throws IOException {
    boolean ready = readiness.ready();
    byte[] body =
        Json.bytes(
            Json.object()
                .put("status", ready ? "up" : "down")
                .put("database", ready ? "up" : "down"));
    Exchange.bytes(context, ready ? 200 : 503, "application/json", body);
  }
}
