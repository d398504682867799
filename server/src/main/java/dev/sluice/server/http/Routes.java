package dev.sluice.server.http;

import io.javalin.config.RoutesConfig;

/** Some routes of one concern. */
interface Routes {
  void add(RoutesConfig routes);
}
