package dev.sluice.server.telemetry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a trace, as W3C Trace Context (Recommendation of 23 November 2021) writes it.
 *
 * @param trace 32 lower-case hexadecimal digits, not all zero
 * @param span 16 of them, not all zero
 */
public record TraceParent(String trace, String span, boolean sampled) {
  /** Version 00, or a later one, which may go on after the flags. */
  private static final Pattern FORM =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  private static final Pattern TRACE = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final String NO_TRACE = "0".repeat(32);
  private static final String NO_SPAN = "0".repeat(16);
  private static final HexFormat HEX = HexFormat.of();

  /** Empty where the text is no traceparent; nothing is repaired. */
  public static Optional<TraceParent> parse(@Nullable String text) {
    Matcher form = FORM.matcher(text == null ? "" : text.strip());
    if (!form.matches()
        || form.group(1).equals("ff")
        || (form.group(1).equals("00") && form.group(5) != null)
        || form.group(2).equals(NO_TRACE)
        || form.group(3).equals(NO_SPAN)) {
      return Optional.empty();
    }
    boolean sampled = (HexFormat.fromHexDigits(form.group(4)) & 1) == 1;
    return Optional.of(new TraceParent(form.group(2), form.group(3), sampled));
  }

  @Override
  public String toString() {
    return "00-" + trace + "-" + span + (sampled ? "-01" : "-00");
  }

  /**
   * The trace that belongs to a correlation id: the id itself where it is a trace id or a UUID,
   * else from its hash. So a process that knows only the id, because it was kept with a batch, goes
   * on in the same trace.
   */
  static String traceOf(String correlation) {
    String lower = correlation.toLowerCase(Locale.ROOT);
    if (UUID.matcher(lower).matches()) {
      lower = lower.replace("-", "");
    }
    return TRACE.matcher(lower).matches() && !lower.equals(NO_TRACE)
        ? lower
        : HEX.formatHex(hash("trace:" + correlation), 0, 16);
  }

  /** A span id that any process can work out from what the span is about. */
  static String spanOf(String what) {
    return HEX.formatHex(hash("span:" + what), 0, 8);
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
