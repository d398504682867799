package dev.sluice.record;

import java.util.HexFormat;
import tools.jackson.databind.JsonNode;

/**
 * SHA-256 of JSON in canonical form: names sorted, numbers as plain decimals, properties that are
 * null left out.
 */
public final class ContentHash {
  private ContentHash() {}

  /**
   * Hexadecimal; equal for trees that say the same.
   *
   * @throws IllegalArgumentException if a string is no text (half of a surrogate pair)
   */
  public static String of(JsonNode tree) {
    CanonicalJson canonical = new CanonicalJson();
    try {
      canonical.value(tree);
    } catch (CanonicalJson.LoneSurrogate e) {
      throw new IllegalArgumentException("a string holds half of a surrogate pair", e);
    }
    return HexFormat.of().formatHex(Digest.SHA_256.of(canonical.array(), canonical.size()));
  }
}
