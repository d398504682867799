package dev.sluice.tenant;

import dev.sluice.run.Answer;
import dev.sluice.run.BackendException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts how often it is asked, and can be away. */
final class CountingTenantStore implements TenantStore {
  private final TenantStore store;
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile boolean away;

  CountingTenantStore(TenantStore store) {
    this.store = store;
  }

  int looks() {
    return looks.get();
  }

  int reads() {
    return reads.get();
  }

  void away(boolean away) {
    this.away = away;
  }

  private void check() {
    if (away) {
      throw new BackendException(
          BackendException.Kind.UNAVAILABLE, "away", new IllegalStateException());
    }
  }

  @Override
  public boolean create(Tenant tenant, @Nullable Answer answer) {
    return store.create(tenant, answer);
  }

  @Override
  public boolean change(Tenant before, Tenant after) {
    return store.change(before, after);
  }

  @Override
  public boolean add(ApiKey key, @Nullable Answer answer) {
    return store.add(key, answer);
  }

  @Override
  public boolean change(ApiKey before, ApiKey after) {
    return store.change(before, after);
  }

  @Override
  public boolean rotate(
      String tenant, UUID keyId, SecretHash secret, Instant until, @Nullable Answer answer) {
    return store.rotate(tenant, keyId, secret, until, answer);
  }

  @Override
  public boolean revoke(String tenant, UUID keyId, Instant at) {
    return store.revoke(tenant, keyId, at);
  }

  @Override
  public long version() {
    check();
    looks.incrementAndGet();
    return store.version();
  }

  @Override
  public Directory directory() {
    check();
    reads.incrementAndGet();
    return store.directory();
  }
}
