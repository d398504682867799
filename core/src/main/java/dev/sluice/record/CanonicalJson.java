package dev.sluice.record;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Writes JSON in one canonical way: names in the order of their UTF-16 code units and strings
 * escaped as in RFC 8785. Unlike RFC 8785, a number is written as plain decimal text without an
 * exponent or trailing zeros, because doubles would merge different amounts; and a property that is
 * null counts as absent.
 *
 * <p>The caller bounds the input ({@link JsonLimits}), so that a plain number is at most about
 * 1,400 digits long.
 */
final class CanonicalJson {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[1024];
  private int size;
  private boolean nul;

  /** A string holds half of a surrogate pair, which no UTF-8 can carry. */
  static final class LoneSurrogate extends RuntimeException {
    private static final long serialVersionUID = 1;

    LoneSurrogate() {
      super("lone surrogate", null, false, false);
    }
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  /** Empty, to be used again. */
  void clear() {
    size = 0;
    nul = false;
  }

  /** Whether a string since the last call holds the character U+0000. */
  boolean takeNul() {
    boolean taken = nul;
    nul = false;
    return taken;
  }

  CanonicalJson raw(char ascii) {
    ensure(1);
    bytes[size++] = (byte) ascii;
    return this;
  }

  CanonicalJson value(JsonNode node) {
    switch (node.getNodeType()) {
      case STRING -> string(node.stringValue());
      case NUMBER -> {
        if (node.isInt() || node.isLong()) {
          whole(node.longValue());
        } else {
          number(node.decimalValue());
        }
      }
      case BOOLEAN -> ascii(node.booleanValue() ? "true" : "false");
      case OBJECT -> object(node);
      case ARRAY -> array(node);
      case NULL, MISSING -> ascii("null");
      case BINARY, POJO -> throw new IllegalArgumentException("not JSON: " + node.getNodeType());
    }
    return this;
  }

  CanonicalJson number(BigDecimal value) {
    int scale = value.scale();
    if (scale < 0 || scale > Digits.LONG || value.precision() > Digits.LONG) {
      return ascii(plain(value));
    }
    return number(value.scaleByPowerOfTen(scale).longValue(), scale);
  }

  /**
   * As {@link #number(BigDecimal)}.
   *
   * @param unscaled of up to 18 digits
   * @param scale 0 to 18
   */
  CanonicalJson number(long unscaled, int scale) {
    long digits = unscaled;
    int rest = scale;
    while (rest > 0 && digits % 10 == 0) {
      digits /= 10;
      rest--;
    }
    if (rest == 0) {
      return whole(digits);
    }
    if (digits < 0) {
      raw('-');
      digits = -digits;
    }
    return fraction(digits, rest);
  }

  CanonicalJson whole(long value) {
    if (value < 0) {
      return ascii(Long.toString(value));
    }
    int length = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      length++;
    }
    ensure(length);
    size += length;
    long rest = value;
    for (int i = 1; i <= length; i++) {
      bytes[size - i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return this;
  }

  /** Its digits from the last, with the point among them and zeros up to it. */
  private CanonicalJson fraction(long digits, int scale) {
    int length = 2 + scale;
    for (long rest = digits / Digits.power(scale); rest >= 10; rest /= 10) {
      length++;
    }
    ensure(length);
    size += length;
    long rest = digits;
    for (int i = 1; i <= length; i++) {
      if (i == scale + 1) {
        bytes[size - i] = '.';
      } else {
        bytes[size - i] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
    }
    return this;
  }

  /** One text per value: 1, 1.0 and 1e0 are all {@code 1}. */
  static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  private void object(JsonNode node) {
    List<String> names = new ArrayList<>(node.propertyNames());
    Collections.sort(names);
    raw('{');
    boolean first = true;
    for (String name : names) {
      JsonNode value = node.path(name);
      if (value.isNull()) {
        int before = size; // its name is no part of this, but must be text all the same
        string(name);
        size = before;
        continue;
      }
      if (!first) {
        raw(',');
      }
      first = false;
      string(name).raw(':').value(value);
    }
    raw('}');
  }

  private void array(JsonNode node) {
    raw('[');
    for (int i = 0; i < node.size(); i++) {
      if (i > 0) {
        raw(',');
      }
      value(node.path(i));
    }
    raw(']');
  }

  /** What is already in canonical form. */
  CanonicalJson written(byte[] canonical) {
    ensure(canonical.length);
    System.arraycopy(canonical, 0, bytes, size, canonical.length);
    size += canonical.length;
    return this;
  }

  CanonicalJson ascii(String text) {
    ensure(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[size++] = (byte) text.charAt(i);
    }
    return this;
  }

  /** A string from well-formed UTF-8. */
  CanonicalJson string(byte[] utf8, int from, int to) {
    ensure(to - from + 2);
    bytes[size++] = '"';
    int i = from;
    while (true) {
      int plain = Utf8.skipUnescaped(utf8, i, to);
      ensure(plain - i + 7);
      System.arraycopy(utf8, i, bytes, size, plain - i);
      size += plain - i;
      if (plain == to) {
        return raw('"');
      }
      escape((char) utf8[plain]);
      i = plain + 1;
    }
  }

  CanonicalJson string(String text) {
    int length = text.length();
    ensure(length + 2);
    byte[] plain = bytes;
    int at = size;
    plain[at++] = '"';
    int start = 0;
    while (start < length) {
      char c = text.charAt(start);
      if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\') {
        break;
      }
      plain[at++] = (byte) c;
      start++;
    }
    size = at;
    for (int i = start; i < length; i++) {
      ensure(6);
      char c = text.charAt(i);
      if (c < 0x80) {
        if (c >= 0x20 && c != '"' && c != '\\') {
          bytes[size++] = (byte) c;
        } else {
          escape(c);
        }
      } else if (c < 0x800) {
        bytes[size++] = (byte) (0xC0 | c >> 6);
        bytes[size++] = (byte) (0x80 | (c & 0x3F));
      } else if (!Character.isSurrogate(c)) {
        bytes[size++] = (byte) (0xE0 | c >> 12);
        bytes[size++] = (byte) (0x80 | (c >> 6 & 0x3F));
        bytes[size++] = (byte) (0x80 | (c & 0x3F));
      } else {
        i++;
        if (!Character.isHighSurrogate(c)
            || i == length
            || !Character.isLowSurrogate(text.charAt(i))) {
          throw new LoneSurrogate();
        }
        int point = Character.toCodePoint(c, text.charAt(i));
        bytes[size++] = (byte) (0xF0 | point >> 18);
        bytes[size++] = (byte) (0x80 | (point >> 12 & 0x3F));
        bytes[size++] = (byte) (0x80 | (point >> 6 & 0x3F));
        bytes[size++] = (byte) (0x80 | (point & 0x3F));
      }
    }
    return raw('"');
  }

  /** Room for six bytes is there. */
  private void escape(char c) {
    bytes[size++] = '\\';
    switch (c) {
      case '"', '\\' -> bytes[size++] = (byte) c;
      case '\b' -> bytes[size++] = 'b';
      case '\f' -> bytes[size++] = 'f';
      case '\n' -> bytes[size++] = 'n';
      case '\r' -> bytes[size++] = 'r';
      case '\t' -> bytes[size++] = 't';
      default -> {
        nul |= c == 0;
        ascii("u00");
        bytes[size++] = HEX[c >> 4];
        bytes[size++] = HEX[c & 0xF];
      }
    }
  }

  private void ensure(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
