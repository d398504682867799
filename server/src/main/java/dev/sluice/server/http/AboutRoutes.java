package dev.sluice.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What the server says about itself: its meters and its contract. */
final class AboutRoutes implements Routes {
  private static final String CONTRACT = "/openapi.yaml";

  private final PrometheusMeterRegistry registry;
  private final Runnable refresh;

  /**
   * @param refresh brings up to date what is only known when it is asked for
   */
  AboutRoutes(PrometheusMeterRegistry registry, Runnable refresh) {
    this.registry = registry;
    this.refresh = refresh;
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get("/metrics", this::metrics);
    routes.get("/api/openapi.yaml", this::contract);
  }

  /** The operator's: it counts what all tenants send. */
  private void metrics(Context context) throws IOException {
    Caller.of(context).requireOperator();
    refresh.run();
    byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
    Exchange.bytes(context, 200, "text/plain; version=0.0.4; charset=utf-8", text);
  }

  private void contract(Context context) throws IOException {
    try (InputStream contract = AboutRoutes.class.getResourceAsStream(CONTRACT)) {
      if (contract == null) {
        throw new IllegalStateException("openapi.yaml is part of the jar");
      }
      Exchange.bytes(context, 200, "application/yaml; charset=utf-8", contract.readAllBytes());
    }
  }
}
