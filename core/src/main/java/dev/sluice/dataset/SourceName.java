package dev.sluice.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Under what name a source is counted: its value, or, where that is too long to look anything up
 * by, its beginning and a hash of all of it. Rows keep the value itself. A shortened name is its
 * own name.
 */
public final class SourceName {
  /** In code points, as PostgreSQL counts. */
  public static final int LONGEST = 256;

  /** Between the beginning and the hash, MD5 in hexadecimal. */
  public static final String CUT = "…";

  private static final int HASH = 32;

  /** How much of a longer value its name begins with, in code points. */
  public static final int BEGINNING = LONGEST - CUT.length() - HASH;

  private SourceName() {}

  /** The value's name, at most {@link #LONGEST} code points. */
  public static String of(String value) {
    if (value.length() <= LONGEST || value.codePointCount(0, value.length()) <= LONGEST) {
      return value;
    }
    return value.substring(0, value.offsetByCodePoints(0, BEGINNING)) + CUT + md5(value);
  }

  private static String md5(String value) {
    try {
      byte[] hash = MessageDigest.getInstance("MD5").digest(value.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
