package dev.sluice.record;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Hash functions of the JDK; a clone of a prototype costs less than a look-up and is safe on any
 * thread.
 */
enum Digest {
  SHA_256("SHA-256"),
  SHA_1("SHA-1"),
  MD5("MD5");

  @SuppressWarnings("ImmutableEnumChecker") // only cloned
  private final MessageDigest prototype;

  Digest(String name) {
    try {
      prototype = MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }

  MessageDigest start() {
    try {
      return (MessageDigest) prototype.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's digests can be cloned", e);
    }
  }

  byte[] of(byte[] bytes, int length) {
    MessageDigest digest = start();
    digest.update(bytes, 0, length);
    return digest.digest();
  }
}
