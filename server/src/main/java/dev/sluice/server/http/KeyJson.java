package dev.sluice.server.http;

import dev.sluice.dataset.Rfc3339;
import dev.sluice.tenant.ApiKey;
import dev.sluice.tenant.Scope;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A key as the outside sees it: never with anything of its secret. */
final class KeyJson {
  private KeyJson() {}

  static ObjectNode of(ApiKey key, Instant now) {
    ObjectNode json = Json.object();
    json.put("keyId", key.id().toString());
    json.put("tenant", key.tenant());
    json.put("name", key.name());
    json.put("status", status(key, now));
    var scopes = json.putArray("scopes");
    key.scopes().stream().map(Scope::label).sorted().forEach(scopes::add);
    json.put("createdAt", Rfc3339.utc(key.createdAt()));
    json.put("expiresAt", time(key.expiresAt()));
    json.put("revokedAt", time(key.revokedAt()));
    ApiKey.Previous previous = key.previous();
    json.put(
        "previousUntil",
        previous != null && now.isBefore(previous.until()) ? time(previous.until()) : null);
    var allowed = json.putArray("allowIps");
    key.allowIps().forEach(range -> allowed.add(range.toString()));
    json.put("signature", key.signature().name().toLowerCase(Locale.ROOT));
    json.put("rateLimit", key.rateLimit() == null ? null : key.rateLimit().toString());
    return json;
  }

  private static String status(ApiKey key, Instant now) {
    if (key.revokedAt() != null) {
      return "revoked";
    }
    return key.isExpired(now) ? "expired" : "active";
  }

  private static @Nullable String time(@Nullable Instant instant) {
    return instant == null ? null : Rfc3339.utc(instant);
  }
}
