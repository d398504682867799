package dev.sluice.file;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the bytes of a text are characters.
 *
 * @param charset UTF-8 and windows-1252 are read as they are; anything else is converted first
 * @param mark bytes of the byte order mark
 * @param certain said by the mark or the sender; otherwise what comes later may show that it is
 *     windows-1252, which it never is with NULs in its sample
 */
record TextEncoding(Charset charset, int mark, boolean certain) {
  static final Charset WINDOWS = Charset.forName("windows-1252");

  /** Names that mean windows-1252 in practice, as the WHATWG's encoding standard has it. */
  private static final Set<String> WINDOWS_NAMES =
      Set.of("iso-8859-1", "latin1", "iso_8859-1", "l1", "cp1252", "ansi", "windows-1252");

  static TextEncoding of(Head head, Declared declared) throws FileProblemException {
    if (head.startsWith(0xEF, 0xBB, 0xBF)) {
      return new TextEncoding(StandardCharsets.UTF_8, 3, true);
    }
    if (head.startsWith(0xFF, 0xFE, 0, 0)) {
      return new TextEncoding(Charset.forName("UTF-32LE"), 4, true);
    }
    if (head.startsWith(0, 0, 0xFE, 0xFF)) {
      return new TextEncoding(Charset.forName("UTF-32BE"), 4, true);
    }
    if (head.startsWith(0xFF, 0xFE)) {
      return new TextEncoding(StandardCharsets.UTF_16LE, 2, true);
    }
    if (head.startsWith(0xFE, 0xFF)) {
      return new TextEncoding(StandardCharsets.UTF_16BE, 2, true);
    }
    if (declared.charset().isPresent()) {
      return new TextEncoding(charset(declared.charset().get()), 0, true);
    }
    return unmarked(head);
  }

  private static Charset charset(String name) throws FileProblemException {
    String plain = name.toLowerCase(Locale.ROOT);
    if (WINDOWS_NAMES.contains(plain)) {
      return WINDOWS;
    }
    try {
      return switch (plain) {
        case "us-ascii", "ascii", "utf8" -> StandardCharsets.UTF_8;
        case "utf-16" -> StandardCharsets.UTF_16BE; // RFC 2781, 4.3: without a mark
        default -> Charset.forName(name);
      };
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new FileProblemException(
          "unknown-charset", 0, "the declared charset is not known: send UTF-8");
    }
  }

  /** UTF-16 without a mark shows by its NULs; other text has none, but for stray ones. */
  private static TextEncoding unmarked(Head head) throws FileProblemException {
    int even = 0;
    int odd = 0;
    int controls = 0;
    for (int i = 0; i < head.length(); i++) {
      int b = head.bytes()[i] & 0xFF;
      if (b == 0) {
        even += 1 - (i & 1);
        odd += i & 1;
      } else if ((b < 0x20 && b != '\n' && b != '\r' && b != '\t') || b == 0x7F) {
        controls++;
      }
    }
    int pairs = Math.max(1, head.length() / 2);
    if (odd > pairs * 2 / 3 && even <= odd / 20) {
      return new TextEncoding(StandardCharsets.UTF_16LE, 0, true);
    }
    if (even > pairs * 2 / 3 && odd <= even / 20) {
      return new TextEncoding(StandardCharsets.UTF_16BE, 0, true);
    }
    boolean manyControls = even + odd + controls > 2 + head.length() / 50;
    if (even + odd > 0 && (manyControls || !isUtf8(head))) {
      @Nullable Charset utf16 = Utf16Evidence.in(head);
      if (utf16 != null) {
        return new TextEncoding(utf16, 0, true);
      }
    }
    // A stray control character is a bad row; many of them are no text.
    if (manyControls) {
      throw Signature.wrong("is no text", "send the data as CSV, NDJSON, JSON or XLSX");
    }
    return new TextEncoding(StandardCharsets.UTF_8, 0, even + odd > 0);
  }

  private static boolean isUtf8(Head head) {
    CharsetEvidence evidence = new CharsetEvidence();
    evidence.accept(head.bytes(), 0, head.length());
    return evidence.charset().equals(StandardCharsets.UTF_8);
  }

  /** Whether records are found, and read, in its own bytes. JSON is UTF-8, and nothing else. */
  boolean isReadable(Head head) throws FileProblemException {
    return charset.equals(StandardCharsets.UTF_8)
        || (charset.equals(WINDOWS) && Shape.of(head, mark) == Shape.TABLE);
  }
}
