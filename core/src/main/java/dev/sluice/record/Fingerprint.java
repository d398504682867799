package dev.sluice.record;

import java.util.Arrays;
import java.util.HexFormat;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a record says, as hashes of its business columns in canonical form ({@link CanonicalJson}:
 * one object, null columns left out, values as the mapping gave them). {@code id} and {@code
 * processedAt} are no part of it unless they belong to the key, nor is where the record came from;
 * so a resend has the fingerprint of the first.
 *
 * @param sha256 32 bytes, what decides
 * @param md5 16 bytes, beside it because the sources show it; not to be changed, as the other
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its hash alone
public record Fingerprint(byte[] sha256, byte[] md5) {

  public Fingerprint {
    if (sha256.length != 32 || md5.length != 16) {
      throw new IllegalArgumentException("not the lengths of SHA-256 and MD5");
    }
  }

  /** Of a record's business columns. */
  public static Fingerprint of(ObjectNode columns) {
    try (HashScratch scratch = HashScratch.take()) {
      scratch.canonical.value(columns);
      return scratch.fingerprint();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fingerprint that
        && Arrays.equals(sha256, that.sha256)
        && Arrays.equals(md5, that.md5);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sha256);
  }

  /** SHA-256 in hexadecimal. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(sha256);
  }
}
