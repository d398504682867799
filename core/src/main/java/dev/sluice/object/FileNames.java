package dev.sluice.object;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/**
 * Keys as paths, one to one: ordinary keys are their own paths, and what a file system would take
 * for something else is written as {@code %XX}. An empty part of a key ({@code a//b}) is {@code %};
 * a part too long for a name goes on in a folder, all but its last piece ending with {@code %}.
 */
final class FileNames {
  /** A name may have 255 bytes on every common file system; what is escaped takes three. */
  private static final int LONG = 238;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String PLAIN_SIGNS = "-_.~+=@,";

  /** Windows takes these for devices, with any suffix. */
  private static final Set<String> DEVICES =
      Set.of(
          "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6",
          "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7",
          "lpt8", "lpt9");

  private final boolean upperCaseEscaped;

  /**
   * @param upperCaseEscaped for file systems to which {@code A} and {@code a} are one
   */
  FileNames(boolean upperCaseEscaped) {
    this.upperCaseEscaped = upperCaseEscaped;
  }

  /** Below the folder, whatever the key is. */
  Path path(Path folder, String key) {
    Path path = folder;
    for (String part : octets(ObjectKey.check(key)).split("/", -1)) {
      path = path(path, part, DEVICES.contains(stem(part)));
    }
    return path;
  }

  private static String stem(String part) {
    int dot = part.indexOf('.');
    return (dot < 0 ? part : part.substring(0, dot)).toLowerCase(Locale.ROOT);
  }

  private Path path(Path folder, String part, boolean device) {
    Path path = folder;
    StringBuilder name = new StringBuilder(part.isEmpty() ? "%" : "");
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      boolean edge = c == '.' && (i == 0 || i == part.length() - 1);
      if (isPlain(c) && !edge && !(device && i == 0)) {
        name.append(c);
      } else {
        name.append('%').append(HEX.toHexDigits((byte) c));
      }
      // Where it is cut follows from what is before, so that listings are in order.
      if (name.length() >= LONG && i + 1 < part.length()) {
        path = path.resolve(name.append('%').toString());
        name.setLength(0);
      }
    }
    return path.resolve(name.toString());
  }

  private boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z' && !upperCaseEscaped)
        || (c >= '0' && c <= '9')
        || PLAIN_SIGNS.indexOf(c) >= 0;
  }

  /** Whether the same part of a key goes on below. */
  static boolean continues(String name) {
    return name.length() > 1 && name.endsWith("%");
  }

  /**
   * What a name stands for in a key, as octets.
   *
   * @throws IllegalArgumentException for a name that no key has: something else put it there
   */
  static String part(String name) {
    int end = name.endsWith("%") ? name.length() - 1 : name.length();
    StringBuilder part = new StringBuilder(end);
    for (int i = 0; i < end; i++) {
      char c = name.charAt(i);
      if (c == '%') {
        part.append((char) HexFormat.fromHexDigits(name, i + 1, Math.min(i + 3, end)));
        i += 2;
      } else {
        part.append(c);
      }
    }
    return part.toString();
  }

  /** Bytes as the characters 0 to 255, whose order is theirs. */
  static String octets(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static String key(String octets) {
    return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
