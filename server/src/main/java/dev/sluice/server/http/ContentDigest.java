package dev.sluice.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code Content-Digest} (RFC 9530): the body's SHA-256 as its sender knows it. */
final class ContentDigest {
  private static final String HEADER = "Content-Digest";
  private static final Pattern SHA_256 =
      Pattern.compile("(?:^|,)\\s*sha-256\\s*=\\s*:([A-Za-z0-9+/=]*):");
  private static final Pattern NAMED = Pattern.compile("(?i)(?:^|,)\\s*sha-256\\s*(?:=|$)");

  private ContentDigest() {}

  /** Hexadecimal; null where the header is missing or has other algorithms alone. */
  static @Nullable String sha256(HttpServletRequest request) {
    String header = request.getHeader(HEADER);
    return header == null ? null : sha256(header);
  }

  /** A SHA-256 that cannot be read is refused, since its sender counts on it. */
  static @Nullable String sha256(String header) {
    Matcher matcher = SHA_256.matcher(header);
    if (!matcher.find()) {
      if (NAMED.matcher(header).find()) {
        throw malformed();
      }
      return null;
    }
    try {
      byte[] digest = Base64.getDecoder().decode(matcher.group(1));
      if (digest.length == 32) {
        return HexFormat.of().formatHex(digest);
      }
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
    throw malformed();
  }

  private static ProblemException malformed() {
    return Problem.parameter(
            HEADER, "", "is no SHA-256", "send sha-256=:BASE64:, as RFC 9530 has it")
        .asException();
  }

  /** SHA-256 of all that is left of a stream, hexadecimal. */
  static String drain(InputStream in) throws IOException {
    MessageDigest digest = start();
    byte[] buffer = new byte[64 << 10];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
