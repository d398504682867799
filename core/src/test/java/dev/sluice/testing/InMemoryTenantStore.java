package dev.sluice.testing;

import dev.sluice.run.Answer;
import dev.sluice.tenant.ApiKey;
import dev.sluice.tenant.Directory;
import dev.sluice.tenant.SecretHash;
import dev.sluice.tenant.Tenant;
import dev.sluice.tenant.TenantStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tenants and keys in memory; the tenant {@code default} is there. */
public final class InMemoryTenantStore implements TenantStore {
  private final InMemoryState state;
  private final InstantSource clock;
  private final Map<String, Tenant> tenants = new HashMap<>();
  private final Map<UUID, ApiKey> keys = new HashMap<>();
  private long version = 1;

  InMemoryTenantStore(InMemoryState state, InstantSource clock) {
    this.state = state;
    this.clock = clock;
    tenants.put("default", new Tenant("default", "Default tenant", null, clock.instant()));
  }

  private boolean changed(boolean possible, Runnable change, @Nullable Answer answer) {
    if (!possible) {
      return false;
    }
    change.run();
    version++;
    if (answer != null) {
      new InMemoryAnswers(state, clock).keep(answer);
    }
    return true;
  }

  @Override
  public boolean create(Tenant tenant, @Nullable Answer answer) {
    synchronized (state) {
      return changed(
          !tenants.containsKey(tenant.id()), () -> tenants.put(tenant.id(), tenant), answer);
    }
  }

  @Override
  public boolean change(Tenant before, Tenant after) {
    synchronized (state) {
      return changed(
          tenants.containsKey(after.id()),
          () ->
              tenants.computeIfPresent(
                  after.id(),
                  (id, now) ->
                      new Tenant(
                          id,
                          newer(before.name(), after.name(), now.name()),
                          newer(before.rateLimit(), after.rateLimit(), now.rateLimit()),
                          now.createdAt())),
          null);
    }
  }

  @Override
  public boolean add(ApiKey key, @Nullable Answer answer) {
    synchronized (state) {
      return changed(tenants.containsKey(key.tenant()), () -> keys.put(key.id(), key), answer);
    }
  }

  private @Nullable ApiKey key(String tenant, UUID id) {
    ApiKey key = keys.get(id);
    return key != null && key.tenant().equals(tenant) ? key : null;
  }

  /** What a change comes to, given what is there now. */
  private static <T extends @Nullable Object> T newer(T before, T after, T now) {
    return Objects.equals(before, after) ? now : after;
  }

  @Override
  public boolean change(ApiKey before, ApiKey after) {
    synchronized (state) {
      ApiKey now = key(after.tenant(), after.id());
      return now != null
          && changed(
              now.revokedAt() == null,
              () ->
                  keys.put(
                      now.id(),
                      new ApiKey(
                          now.id(),
                          now.tenant(),
                          newer(before.name(), after.name(), now.name()),
                          newer(before.scopes(), after.scopes(), now.scopes()),
                          now.secret(),
                          now.previous(),
                          now.createdAt(),
                          newer(before.expiresAt(), after.expiresAt(), now.expiresAt()),
                          null,
                          newer(before.allowIps(), after.allowIps(), now.allowIps()),
                          now.signature(),
                          newer(before.rateLimit(), after.rateLimit(), now.rateLimit()))),
              null);
    }
  }

  @Override
  public boolean rotate(
      String tenant, UUID keyId, SecretHash secret, Instant until, @Nullable Answer answer) {
    synchronized (state) {
      ApiKey before = key(tenant, keyId);
      return before != null
          && changed(
              before.revokedAt() == null,
              () ->
                  keys.put(
                      keyId,
                      secured(
                          before,
                          secret,
                          new ApiKey.Previous(before.secret(), until),
                          before.revokedAt())),
              answer);
    }
  }

  @Override
  public boolean revoke(String tenant, UUID keyId, Instant at) {
    synchronized (state) {
      ApiKey before = key(tenant, keyId);
      return before != null
          && changed(
              true,
              () ->
                  keys.put(
                      keyId,
                      secured(
                          before,
                          before.secret(),
                          before.previous(),
                          Objects.requireNonNullElse(before.revokedAt(), at))),
              null);
    }
  }

  private static ApiKey secured(
      ApiKey before,
      SecretHash secret,
      ApiKey.@Nullable Previous previous,
      @Nullable Instant revokedAt) {
    return new ApiKey(
        before.id(),
        before.tenant(),
        before.name(),
        before.scopes(),
        secret,
        previous,
        before.createdAt(),
        before.expiresAt(),
        revokedAt,
        before.allowIps(),
        before.signature(),
        before.rateLimit());
  }

  @Override
  public long version() {
    synchronized (state) {
      return version;
    }
  }

  @Override
  public Directory directory() {
    synchronized (state) {
      return new Directory(version, tenants, keys);
    }
  }
}
