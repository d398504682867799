package dev.sluice.tenant;

import dev.sluice.run.Answer;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Port: tenants and their keys. Every method is atomic, durable when it returns and safe from any
 * thread and any number of processes; it throws {@link dev.sluice.run.BackendException} where the
 * backend fails. A change raises {@link #version} in the same commit, and keeps the answer of its
 * request, if there is one; a call that returns false changed and kept nothing.
 */
public interface TenantStore {

  /** False: there is one with this id. */
  boolean create(Tenant tenant, @Nullable Answer answer);

  /**
   * Gives it the name and limit of {@code after} as far as they are not those of {@code before}, so
   * that two changes of different things both count. False: there is none with this id.
   *
   * @param before as it was read
   */
  boolean change(Tenant before, Tenant after);

  /** False: its tenant does not exist. */
  boolean add(ApiKey key, @Nullable Answer answer);

  /**
   * Gives it the name, scopes, expiry, allow-list and limit of {@code after} as far as they are not
   * those of {@code before}; what else the arguments say does not count. False: its tenant has no
   * such key, or it is revoked.
   *
   * @param before as it was read
   */
  boolean change(ApiKey before, ApiKey after);

  /**
   * Replaces the secret; the one before works until then, the one before that no longer. False: the
   * tenant has no such key, or it is revoked.
   */
  boolean rotate(
      String tenant, UUID keyId, SecretHash secret, Instant until, @Nullable Answer answer);

  /** Ends it for good; again changes nothing. False: the tenant has no such key. */
  boolean revoke(String tenant, UUID keyId, Instant at);

  /** Rises with every change; cheap to ask for. */
  long version();

  /** Everything, as of one moment. */
  Directory directory();
}
