package dev.sluice.file;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Tells UTF-16 without a byte order mark, in any script: a line end and another character of ASCII
 * have their NULs on one side, and all of it is text. Whoever asks has seen NULs, and that it can
 * hardly be UTF-8.
 */
final class Utf16Evidence {
  /** Stray characters that no text has, one in so many. */
  private static final int STRAY = 100;

  private final Head head;
  private final int shift;
  private int units;
  private int lineEnds;
  private int plain;
  private int strays;
  private boolean malformed;
  private boolean json;

  private Utf16Evidence(Head head, boolean bigEndian) {
    this.head = head;
    this.shift = bigEndian ? 8 : 0;
    read();
  }

  /** The charset, or null where the sample is no such text. */
  static @Nullable Charset in(Head head) {
    if (head.complete() && head.length() % 2 != 0) {
      return null;
    }
    Utf16Evidence little = new Utf16Evidence(head, false);
    Utf16Evidence big = new Utf16Evidence(head, true);
    if (little.isText() == big.isText()) {
      return null;
    }
    return little.isText() ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
  }

  private void read() {
    boolean high = false;
    for (int i = 0; i + 1 < head.length(); i += 2) {
      char c =
          (char) ((head.bytes()[i] & 0xFF) << shift | (head.bytes()[i + 1] & 0xFF) << (8 - shift));
      malformed |= high != Character.isLowSurrogate(c);
      high = Character.isHighSurrogate(c);
      lineEnds += c == '\n' || c == '\r' ? 1 : 0;
      plain += c < 0x7F ? 1 : 0;
      strays += isStray(c) ? 1 : 0;
      malformed |= c == 0;
      json |= units == 0 && (c == '[' || c == '{');
      units++;
    }
    malformed |= high && head.complete();
  }

  private static boolean isStray(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\n' && c != '\r' && c != '\t';
      case Character.UNASSIGNED, Character.PRIVATE_USE -> true;
      default -> false;
    };
  }

  private boolean isText() {
    return !malformed && strays <= units / STRAY && (json || (lineEnds > 0 && plain > 1));
  }
}
