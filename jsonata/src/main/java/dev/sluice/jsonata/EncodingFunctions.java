package dev.sluice.jsonata;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Base64 and URL encoding, as JavaScript's {@code btoa} and {@code encodeURI} do it. */
final class EncodingFunctions {
  private static final String COMPONENT = "-_.!~*'()";
  private static final String URL = COMPONENT + ";/?:@&=+$,#";
  private static final String RESERVED = ";/?:@&=+$,#";

  private EncodingFunctions() {}

  static void register(Map<String, FunctionValue> all) {
    all.put("base64encode", text(EncodingFunctions::base64encode));
    all.put("base64decode", text(EncodingFunctions::base64decode));
    all.put("encodeUrlComponent", text(s -> encode(s, COMPONENT, "encodeUrlComponent")));
    all.put("encodeUrl", text(s -> encode(s, URL, "encodeUrl")));
    all.put("decodeUrlComponent", text(s -> decode(s, "", "decodeUrlComponent")));
    all.put("decodeUrl", text(s -> decode(s, RESERVED, "decodeUrl")));
  }

  private interface Text {
    String apply(String text);
  }

  private static NativeFunction text(Text function) {
    return NativeFunction.of(
        "<s-:s>",
        (frame, a) ->
            a[0] == null ? null : (JsonNode) Values.string(function.apply(Arguments.text(a, 0))));
  }

  private static String base64encode(String text) {
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) text.charAt(i);
    }
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String base64decode(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length() && text.charAt(i) != '='; i++) {
      char c = text.charAt(i);
      if (c == '-' || c == '_') {
        clean.append(c == '-' ? '+' : '/');
      } else if (c < 128 && (Character.isLetterOrDigit(c) || c == '+' || c == '/')) {
        clean.append(c);
      }
    }
    if (clean.length() % 4 == 1) {
      clean.setLength(clean.length() - 1);
    }
    return new String(Base64.getDecoder().decode(clean.toString()), StandardCharsets.ISO_8859_1);
  }

  private static String encode(String text, String safe, String name) {
    ByteBuffer bytes;
    try {
      bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw malformed(text, name);
    }
    StringBuilder out = new StringBuilder();
    while (bytes.hasRemaining()) {
      int b = bytes.get() & 0xff;
      if (b < 128 && (Character.isLetterOrDigit(b) || safe.indexOf(b) >= 0)) {
        out.append((char) b);
      } else {
        out.append(String.format("%%%02X", b));
      }
    }
    return out.toString();
  }

  private static String decode(String text, String keep, String name) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      if (text.charAt(i) != '%') {
        out.append(text.charAt(i++));
        continue;
      }
      int first = octet(text, i, name);
      int length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
      byte[] bytes = new byte[length];
      for (int k = 0; k < length; k++) {
        bytes[k] = (byte) octet(text, i + 3 * k, name);
      }
      String decoded = utf8(bytes, text, name);
      out.append(keep.contains(decoded) && length == 1 ? text.substring(i, i + 3) : decoded);
      i += 3 * length;
    }
    return out.toString();
  }

  private static int octet(String text, int at, String name) {
    if (at + 3 > text.length() || text.charAt(at) != '%') {
      throw malformed(text, name);
    }
    int high = Character.digit(text.charAt(at + 1), 16);
    int low = Character.digit(text.charAt(at + 2), 16);
    if (high < 0 || low < 0) {
      throw malformed(text, name);
    }
    return high * 16 + low;
  }

  private static String utf8(byte[] bytes, String text, String name) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw malformed(text, name);
    }
  }

  private static Failure malformed(String text, @Nullable String name) {
    return Failure.of("D3140", Values.string(text)).text(name);
  }
}
