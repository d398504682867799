package dev.sluice.server.http;

import dev.sluice.limit.Rate;
import dev.sluice.limit.RateLimiter;
import dev.sluice.tenant.KeyRing;
import dev.sluice.tenant.TenantStore;
import java.util.Map;
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
    RandomGenerator secrets) {}
