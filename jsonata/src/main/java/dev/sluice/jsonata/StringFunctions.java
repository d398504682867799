package dev.sluice.jsonata;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** String functions (docs.jsonata.org/string-functions). */
final class StringFunctions {
  private StringFunctions() {}

  static void register(Map<String, FunctionValue> all) {
    all.put("string", NativeFunction.of("<x-b?:s>", 1, StringFunctions::string));
    all.put("substring", NativeFunction.of("<s-nn?:s>", StringFunctions::substring));
    all.put("substringBefore", NativeFunction.of("<s-s:s>", (f, a) -> cut(a, true)));
    all.put("substringAfter", NativeFunction.of("<s-s:s>", (f, a) -> cut(a, false)));
    all.put(
        "lowercase",
        NativeFunction.of(
            "<s-:s>",
            (f, a) ->
                a[0] == null
                    ? null
                    : Values.string(Arguments.text(a, 0).toLowerCase(Locale.ROOT))));
    all.put(
        "uppercase",
        NativeFunction.of(
            "<s-:s>",
            (f, a) ->
                a[0] == null
                    ? null
                    : Values.string(Arguments.text(a, 0).toUpperCase(Locale.ROOT))));
    all.put(
        "length",
        NativeFunction.of(
            "<s-:n>", (f, a) -> a[0] == null ? null : Numbers.of(length(Arguments.text(a, 0)))));
    all.put("trim", NativeFunction.of("<s-:s>", (f, a) -> trim(a)));
    all.put("pad", NativeFunction.of("<s-ns?:s>", StringFunctions::pad));
    all.put("join", NativeFunction.of("<a<s>s?:s>", StringFunctions::join));
  }

  private static @Nullable JsonNode string(Frame frame, @Nullable JsonNode[] a) {
    @Nullable JsonNode value = a[0];
    if (value == null) {
      return null;
    }
    return Values.string(JsonText.of(frame.run, value, Values.truth(Arguments.get(a, 1))));
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static @Nullable JsonNode substring(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    String text = Arguments.text(a, 0);
    double size = length(text);
    double start = Arguments.has(a, 1) ? Arguments.real(a, 1) : 0;
    if (size + start < 0) {
      start = 0;
    }
    double end = size;
    if (Arguments.has(a, 2)) {
      double length = Arguments.real(a, 2);
      if (length <= 0) {
        return Values.string("");
      }
      end = start >= 0 ? start + length : size + start + length;
    }
    return Values.string(slice(text, (int) size, start, end));
  }

  /** As JavaScript's slice, over code points. */
  private static String slice(String text, int size, double start, double end) {
    int from = (int) Math.max(0, Math.min(size, start < 0 ? size + (int) start : start));
    int to = (int) Math.max(0, Math.min(size, end < 0 ? size + (int) end : end));
    if (from >= to) {
      return "";
    }
    int first = text.offsetByCodePoints(0, from);
    return text.substring(first, text.offsetByCodePoints(first, to - from));
  }

  private static @Nullable JsonNode cut(@Nullable JsonNode[] a, boolean before) {
    if (a[0] == null) {
      return null;
    }
    String text = Arguments.text(a, 0);
    // a missing separator reads as the text JavaScript makes of it
    String separator = Arguments.has(a, 1) ? Arguments.text(a, 1) : "undefined";
    int at = text.indexOf(separator);
    if (at < 0) {
      return a[0];
    }
    return Values.string(before ? text.substring(0, at) : text.substring(at + separator.length()));
  }

  private static @Nullable JsonNode trim(@Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    String text = Arguments.text(a, 0);
    StringBuilder out = new StringBuilder(text.length());
    boolean space = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        space = true;
      } else {
        if (space && !out.isEmpty()) {
          out.append(' ');
        }
        space = false;
        out.append(c);
      }
    }
    return Values.string(out.toString());
  }

  private static @Nullable JsonNode pad(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    String text = Arguments.text(a, 0);
    double width = Arguments.has(a, 1) ? Arguments.real(a, 1) : 0;
    String with = Arguments.has(a, 2) ? Arguments.text(a, 2) : " ";
    if (with.isEmpty()) {
      with = " ";
    }
    double missing = Math.abs(width) - length(text);
    if (missing <= 0) {
      return a[0];
    }
    int count = (int) missing;
    frame.run.size((long) count * with.length());
    String padding = with.repeat(count / length(with) + 1);
    padding = padding.substring(0, padding.offsetByCodePoints(0, count));
    return Values.string(width > 0 ? text + padding : padding + text);
  }

  private static @Nullable JsonNode join(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    ArrayNode parts = Arguments.array(a, 0);
    String separator = Arguments.has(a, 1) ? Arguments.text(a, 1) : "";
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0) {
        joined.append(separator);
      }
      joined.append(parts.get(i).stringValue());
      frame.run.size(joined.length());
    }
    return Values.string(joined.toString());
  }
}
