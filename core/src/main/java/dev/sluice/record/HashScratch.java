package dev.sluice.record;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What hashing a record needs and the next can use again: one buffer for the canonical form and the
 * digests. Kept in a few slots rather than by thread, since there may be any number of virtual
 * threads; a slot that is in use costs a new one.
 */
final class HashScratch implements AutoCloseable {
  private static final int SLOTS = 16;

  /** A buffer that one record made larger is not kept for all the others. */
  private static final int MAX_BUFFER = 64 * 1024;

  private static final AtomicReferenceArray<HashScratch> POOL = new AtomicReferenceArray<>(SLOTS);

  final CanonicalJson canonical = new CanonicalJson();
  private final MessageDigest sha256 = Digest.SHA_256.start();
  private final MessageDigest md5 = Digest.MD5.start();
  private final MessageDigest sha1 = Digest.SHA_1.start();

  HashScratch() {}

  /** One for this caller alone, until it is closed. */
  static HashScratch take() {
    HashScratch pooled = POOL.getAndSet(slot(), null);
    return pooled == null ? new HashScratch() : pooled;
  }

  private static int slot() {
    return (int) Thread.currentThread().threadId() & (SLOTS - 1);
  }

  /** Of the canonical form as it stands. */
  Fingerprint fingerprint() {
    Fingerprint fingerprint = new Fingerprint(new byte[32], new byte[16]);
    fingerprint(fingerprint.sha256(), fingerprint.md5());
    return fingerprint;
  }

  /** Of the canonical form as it stands, into arrays of 32 and 16 bytes. */
  void fingerprint(byte[] sha256, byte[] md5) {
    digest(this.sha256, sha256);
    digest(this.md5, md5);
  }

  /** SHA-1 of a prefix and the canonical form as it stands. */
  byte[] sha1(byte[] prefix) {
    byte[] hash = new byte[20];
    sha1.update(prefix);
    digest(sha1, hash);
    return hash;
  }

  private void digest(MessageDigest digest, byte[] hash) {
    digest.update(canonical.array(), 0, canonical.size());
    try {
      digest.digest(hash, 0, hash.length);
    } catch (DigestException e) {
      throw new IllegalStateException("the length is the digest's own", e);
    }
  }

  @Override
  public void close() {
    if (canonical.array().length <= MAX_BUFFER) {
      canonical.clear();
      POOL.set(slot(), this);
    }
  }
}
