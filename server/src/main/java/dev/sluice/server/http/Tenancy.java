package dev.sluice.server.http;

import dev.sluice.limit.Rate;
import dev.sluice.limit.RateLimiter;
import dev.sluice.run.BackendException;
import dev.sluice.tenant.KeyRing;
import dev.sluice.tenant.Scope;
import dev.sluice.tenant.TenantStore;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * What tells callers apart and keeps them within their limits.
 *
 * @param feedLimits by feed; none where a feed has none
 * @param secrets a cryptographic source of randomness
 */
public record Tenancy(
    TenantStore store,
    KeyRing ring,
    RateLimiter limiter,
    Map<String, Rate> feedLimits,
    RandomGenerator secrets) {

  /** Whether whoever was let in a while ago, to read, may still be; for what lasts. */
  boolean admits(Caller caller) {
    return switch (caller) {
      case Caller.Operator ignored -> true;
      case Caller.TenantKey key -> admits(key);
    };
  }

  private boolean admits(Caller.TenantKey key) {
    try {
      return ring.isValid(UUID.fromString(key.keyId()), key.secret(), Scope.READ, key.address());
    } catch (BackendException e) {
      return true; // nobody can tell now, and nothing new can be read either
    }
  }
}
