package dev.sluice.object;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/** What every store agrees to take as a key. */
public final class ObjectKey {
  /** Bytes of UTF-8, as in S3. */
  public static final int MAX_BYTES = 1_024;

  private ObjectKey() {}

  /**
   * The key's bytes.
   *
   * @throws IllegalArgumentException if it is none; the message does not hold it
   */
  public static byte[] check(String key) {
    byte[] bytes = bytes(key);
    if (bytes.length == 0 || bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("a key has 1 to " + MAX_BYTES + " bytes");
    }
    return bytes;
  }

  /** Of a key or a part of one. */
  static byte[] bytes(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a key has no NUL");
    }
    try {
      var encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a key has no half of a surrogate pair", e);
    }
  }

  /** The order of listings: by UTF-8 bytes. */
  public static int compare(String one, String other) {
    return Arrays.compareUnsigned(bytes(one), bytes(other));
  }
}
