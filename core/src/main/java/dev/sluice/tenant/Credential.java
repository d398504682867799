package dev.sluice.tenant;

import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * What a caller presents: {@code KEYID.SECRET}. The secret starts with {@code sluice_}, so that
 * scanners of source code find one that leaked.
 */
public record Credential(UUID keyId, String secret) {
  private static final String PREFIX = "sluice_";
  private static final int SECRET_BYTES = 32;
  private static final int ID = 36;
  private static final int LONGEST = 200;

  /**
   * A new secret for a key.
   *
   * @param random a cryptographic one
   */
  public static Credential issue(UUID keyId, RandomGenerator random) {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return new Credential(
        keyId, PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Empty where the text cannot be one; says nothing about whether it is valid. */
  public static Optional<Credential> parse(String text) {
    if (text.length() <= ID + 1 || text.length() > LONGEST || text.charAt(ID) != '.') {
      return Optional.empty();
    }
    try {
      UUID id = UUID.fromString(text.substring(0, ID));
      return Optional.of(new Credential(id, text.substring(ID + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** As a caller presents it. */
  public String text() {
    return keyId + "." + secret;
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "Credential[" + keyId + "]";
  }
}
