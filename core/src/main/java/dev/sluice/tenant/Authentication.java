package dev.sluice.tenant;

/** What became of a presented credential. */
public sealed interface Authentication {

  /**
   * It is a key that may be used now and from here.
   *
   * @param secret of those it has, the one that was presented
   */
  record Known(ApiKey key, Tenant tenant, SecretHash secret) implements Authentication {}

  record Refused(Reason reason) implements Authentication {}

  /** Why not. For logs; a caller is told no more than that it was refused. */
  enum Reason {
    MALFORMED,
    UNKNOWN,
    WRONG_SECRET,
    REVOKED,
    EXPIRED,
    /** The secret is right, the address is not on the key's list. */
    ADDRESS,
    /** The secret is right, but this key's requests have to be signed. */
    UNSIGNED
  }
}
