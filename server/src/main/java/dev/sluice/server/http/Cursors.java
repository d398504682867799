package dev.sluice.server.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Opaque cursors: a place in a list, signed and bound to the list and its filter, so that nobody
 * can make one up or use it elsewhere. Thread-safe.
 */
public final class Cursors {
  private static final int SIGNATURE = 16;

  private final byte[] key;

  /**
   * @param key 32 bytes that stay the same for as long as cursors shall work
   */
  public Cursors(byte[] key) {
    this.key = key.clone();
  }

  /** A cursor for a place. */
  String sign(String list, String filter, String place) {
    byte[] bytes = place.getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(signature(list, filter, bytes), SIGNATURE + bytes.length);
    System.arraycopy(bytes, 0, all, SIGNATURE, bytes.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /** The place of a cursor, or null without one. Throws a problem for one that is not ours. */
  @Nullable String place(String list, String filter, @Nullable String cursor) {
    if (cursor == null || cursor.isEmpty()) {
      return null;
    }
    try {
      byte[] all = Base64.getUrlDecoder().decode(cursor);
      if (all.length > SIGNATURE) {
        byte[] bytes = Arrays.copyOfRange(all, SIGNATURE, all.length);
        byte[] signature = Arrays.copyOf(signature(list, filter, bytes), SIGNATURE);
        if (MessageDigest.isEqual(signature, Arrays.copyOf(all, SIGNATURE))) {
          return new String(bytes, StandardCharsets.UTF_8);
        }
      }
    } catch (IllegalArgumentException e) {
      throw foreign();
    }
    throw foreign();
  }

  private static ProblemException foreign() {
    return QueryParameters.bad(
        "cursor",
        "",
        "is not one of this list with this filter",
        "send nextCursor of the page before, with the same other parameters");
  }

  private byte[] signature(String list, String filter, byte[] place) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update((list + '\n' + filter + '\n').getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(place);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
