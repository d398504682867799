package dev.sluice.server;

import dev.sluice.definition.FeedDefinition;
import dev.sluice.limit.Rate;
import dev.sluice.limit.SlidingWindows;
import dev.sluice.postgres.Database;
import dev.sluice.postgres.PostgresTenantStore;
import dev.sluice.server.http.Tenancy;
import dev.sluice.tenant.KeyRing;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires what decides who comes in, and how often: tenants, their keys, and limits. */
final class Admission {
  private static final Logger log = LoggerFactory.getLogger(Admission.class);

  private Admission() {}

  static Tenancy of(Catalog catalog, Database database, InstantSource clock) {
    var tenants = new PostgresTenantStore(database);
    warn(catalog, tenants.directory().tenants().keySet());
    Map<String, Rate> limits = new LinkedHashMap<>();
    for (FeedDefinition one : catalog.loaded().feeds()) {
      if (one.rateLimit() != null) {
        limits.put(one.name(), one.rateLimit());
      }
    }
    KeyRing ring = new KeyRing(tenants, clock, System::nanoTime);
    return new Tenancy(
        tenants, ring, new SlidingWindows(System::nanoTime), limits, new SecureRandom());
  }

  private static void warn(Catalog catalog, Set<String> known) {
    catalog.loaded().feeds().forEach(one -> warn(known, "feed", one.name(), one.tenant()));
    catalog.loaded().imports().forEach(one -> warn(known, "import", one.name(), one.tenant()));
  }

  private static void warn(Set<String> known, String kind, String name, String tenant) {
    if (!known.contains(tenant)) {
      log.atWarn()
          .addKeyValue(kind, name)
          .addKeyValue("tenant", tenant)
          .log("this {}'s tenant does not exist yet: nobody can have a key for it", kind);
    }
  }
}
