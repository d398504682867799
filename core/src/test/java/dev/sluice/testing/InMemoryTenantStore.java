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
  public boolean change(Tenant tenant) {
    synchronized (state) {
      return changed(
          tenants.containsKey(tenant.id()),
          () ->
              tenants.computeIfPresent(
                  tenant.id(),
                  (id, before) ->
                      new Tenant(id, tenant.name(), tenant.rateLimit(), before.createdAt())),
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

  @Override
  public boolean change(ApiKey key) {
    synchronized (state) {
      ApiKey before = key(key.tenant(), key.id());
      return before != null
          && changed(
              before.revokedAt() == null,
              () ->
                  keys.put(
                      key.id(),
                      new ApiKey(
                          key.id(),
                          key.tenant(),
                          key.name(),
                          key.scopes(),
                          before.secret(),
                          before.previous(),
                          before.createdAt(),
                          key.expiresAt(),
                          null,
                          key.allowIps(),
                          before.signature(),
                          key.rateLimit())),
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
