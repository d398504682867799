package dev.sluice.tenant;

import dev.sluice.limit.Rate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's key, without its secret.
 *
 * @param name for people
 * @param previous the secret before the last rotation, while it still works; null: none
 * @param expiresAt from then on it does not work; null: never
 * @param revokedAt null: it was not
 * @param allowIps where it may be used from; empty: anywhere
 * @param rateLimit of this key alone; null: none
 */
public record ApiKey(
    UUID id,
    String tenant,
    String name,
    Set<Scope> scopes,
    SecretHash secret,
    @Nullable Previous previous,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt,
    List<AddressRange> allowIps,
    Signature signature,
    @Nullable Rate rateLimit) {

  /** A secret that was replaced and works until then. */
  public record Previous(SecretHash secret, Instant until) {}

  /** Whether requests have to be signed instead of carrying the secret. */
  public enum Signature {
    OPTIONAL,
    REQUIRED
  }

  public ApiKey {
    scopes = Set.copyOf(scopes);
    allowIps = List.copyOf(allowIps);
  }

  /** With a new secret; the one it has now works until then. */
  public ApiKey rotated(SecretHash next, Instant until) {
    return new ApiKey(
        id,
        tenant,
        name,
        scopes,
        next,
        new Previous(secret, until),
        createdAt,
        expiresAt,
        revokedAt,
        allowIps,
        signature,
        rateLimit);
  }

  public boolean isExpired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  /** Whether the secret is this key's, now. */
  boolean opens(SecretHash presented, Instant now) {
    // Both are compared whatever the first says, so that the time tells nothing.
    boolean current = secret.equals(presented);
    boolean before =
        previous != null && previous.secret().equals(presented) && now.isBefore(previous.until());
    return current || before;
  }

  boolean allows(String address) {
    return allowIps.isEmpty() || allowIps.stream().anyMatch(range -> range.contains(address));
  }
}
