package dev.sluice.tenant;

import dev.sluice.run.BackendException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells whose a credential is, from memory. At most once a second a request asks whether anything
 * has changed, and nothing counts that was not confirmed within {@link #TRUSTED}: so a revocation
 * holds in every process well within five seconds. Thread-safe.
 */
public final class KeyRing {
  private static final Duration FRESH = Duration.ofSeconds(1);

  /** How long what was read counts without being confirmed. */
  static final Duration TRUSTED = Duration.ofSeconds(4);

  /** What is not known may have come since; but whoever sends nonsense shall not cost a query. */
  private static final Duration MISSED = Duration.ofMillis(50);

  private static final SecretHash NOBODY = SecretHash.of("");

  private final TenantStore store;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile @Nullable Seen seen;
  private volatile @Nullable Failure failed;

  /**
   * @param clock decides what has expired
   * @param nanos as {@link System#nanoTime}
   */
  public KeyRing(TenantStore store, InstantSource clock, LongSupplier nanos) {
    this.store = store;
    this.clock = clock;
    this.nanos = nanos;
  }

  private record Seen(Directory directory, long at) {}

  private record Failure(BackendException fault, long at) {}

  /**
   * Whose it is.
   *
   * @param presented as it was sent
   * @param address where it was sent from, a literal
   * @throws BackendException where nothing can be confirmed
   */
  public Authentication authenticate(String presented, String address) {
    Optional<Credential> credential = Credential.parse(presented);
    if (credential.isEmpty()) {
      return new Authentication.Refused(Authentication.Reason.MALFORMED);
    }
    SecretHash secret = SecretHash.of(credential.get().secret());
    Directory known = directory();
    Authentication first = check(known, credential.get(), secret, address);
    if (first instanceof Authentication.Refused(Authentication.Reason reason)
        && (reason == Authentication.Reason.UNKNOWN
            || reason == Authentication.Reason.WRONG_SECRET)) {
      Directory later = afterMiss();
      return later.equals(known) ? first : check(later, credential.get(), secret, address);
    }
    return first;
  }

  /**
   * Whether a key that was known may still be used so: for what lasts, such as a stream.
   *
   * @param secret what it was known by
   * @param scope what it is used for
   * @param address where it was sent from, a literal
   * @throws BackendException where nothing can be confirmed
   */
  public boolean isValid(UUID keyId, SecretHash secret, Scope scope, String address) {
    ApiKey key = directory().keys().get(keyId);
    Instant now = clock.instant();
    return key != null
        && key.opens(secret, now)
        && key.revokedAt() == null
        && !key.isExpired(now)
        && key.scopes().contains(scope)
        && key.allows(address);
  }

  /**
   * Whether there is this tenant.
   *
   * @throws BackendException where nothing can be confirmed
   */
  public boolean knows(String tenant) {
    return directory().tenants().containsKey(tenant) || afterMiss().tenants().containsKey(tenant);
  }

  private Authentication check(
      Directory known, Credential credential, SecretHash secret, String address) {
    Instant now = clock.instant();
    ApiKey key = known.keys().get(credential.keyId());
    boolean opens = key == null ? NOBODY.equals(secret) : key.opens(secret, now);
    Tenant tenant = key == null ? null : known.tenants().get(key.tenant());
    if (key == null || tenant == null) {
      return new Authentication.Refused(Authentication.Reason.UNKNOWN);
    }
    if (!opens) {
      return new Authentication.Refused(Authentication.Reason.WRONG_SECRET);
    }
    if (key.revokedAt() != null) {
      return new Authentication.Refused(Authentication.Reason.REVOKED);
    }
    if (key.isExpired(now)) {
      return new Authentication.Refused(Authentication.Reason.EXPIRED);
    }
    if (!key.allows(address)) {
      return new Authentication.Refused(Authentication.Reason.ADDRESS);
    }
    return key.signature() == ApiKey.Signature.REQUIRED
        ? new Authentication.Refused(Authentication.Reason.UNSIGNED)
        : new Authentication.Known(key, tenant, secret);
  }

  /** Looks now: to be called after a change, so that it counts here at once. */
  public void refresh() {
    var _ = confirmed(nanos.getAsLong());
  }

  private Directory directory() {
    long now = nanos.getAsLong();
    Seen last = seen;
    if (last == null || now - last.at() >= TRUSTED.toNanos()) {
      return confirmed(now);
    }
    Failure failure = failed;
    boolean lately = failure != null && now - failure.at() < FRESH.toNanos();
    if (now - last.at() < FRESH.toNanos() || lately || !looking.tryLock()) {
      return last.directory();
    }
    try {
      return look();
    } catch (BackendException e) {
      return last.directory();
    } finally {
      looking.unlock();
    }
  }

  private Directory afterMiss() {
    long now = nanos.getAsLong();
    Seen last = seen;
    return last != null && now - last.at() < MISSED.toNanos() ? last.directory() : confirmed(now);
  }

  /** As of no earlier than {@code asked}; whoever waits meanwhile shares the outcome. */
  private Directory confirmed(long asked) {
    looking.lock();
    try {
      Seen last = seen;
      if (last != null && last.at() - asked > 0) {
        return last.directory();
      }
      Failure failure = failed;
      if (failure != null && failure.at() - asked > 0) {
        throw failure.fault();
      }
      return look();
    } finally {
      looking.unlock();
    }
  }

  /** Under the lock. What was read counts from before it was asked for. */
  private Directory look() {
    long at = nanos.getAsLong();
    try {
      Seen last = seen;
      Directory directory =
          last != null && last.directory().version() == store.version()
              ? last.directory()
              : store.directory();
      seen = new Seen(directory, at);
      return directory;
    } catch (BackendException e) {
      failed = new Failure(e, nanos.getAsLong());
      throw e;
    }
  }
}
