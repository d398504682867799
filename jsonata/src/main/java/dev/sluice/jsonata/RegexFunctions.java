package dev.sluice.jsonata;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** {@code $match $contains $replace $split}: by text, regular expression or matcher function. */
final class RegexFunctions {
  private RegexFunctions() {}

  static void register(Map<String, FunctionValue> all) {
    all.put("match", NativeFunction.of("<s-f<s:o>n?:a<o>>", RegexFunctions::match));
    all.put("contains", NativeFunction.of("<s-(sf):b>", RegexFunctions::contains));
    all.put("replace", NativeFunction.of("<s-(sf)(sf)n?:s>", RegexFunctions::replace));
    all.put("split", NativeFunction.of("<s-(sf)n?:a<s>>", RegexFunctions::split));
  }

  /** Matches one after another. */
  private interface Matches {
    Regex.@Nullable Match next();

    /** The match as a function gets it. */
    JsonNode object();
  }

  private static Matches matches(Frame frame, FunctionValue matcher, String text) {
    return matcher instanceof RegexFunction regex
        ? new RegexMatches(frame, regex.regex, text)
        : new FunctionMatches(frame, matcher, text);
  }

  private static final class RegexMatches implements Matches {
    private final Frame frame;
    private final Regex regex;
    private final String text;
    private Regex.@Nullable Match last;

    RegexMatches(Frame frame, Regex regex, String text) {
      this.frame = frame;
      this.regex = regex;
      this.text = text;
    }

    @Override
    public Regex.@Nullable Match next() {
      last = last == null ? regex.find(frame.run, text, 0) : regex.next(frame.run, text, last);
      return last;
    }

    @Override
    public JsonNode object() {
      Regex.Match match = Node.present(last);
      ObjectNode object = Values.object();
      object.put("match", text.substring(match.start(), match.end()));
      object.put("start", match.start());
      object.put("end", match.end());
      object.set("groups", RegexFunction.groups(match));
      return object;
    }
  }

  private static final class FunctionMatches implements Matches {
    private final Frame frame;
    private final String text;
    private FunctionValue matcher;
    private boolean started;
    private @Nullable ObjectNode last;

    FunctionMatches(Frame frame, FunctionValue matcher, String text) {
      this.frame = frame;
      this.matcher = matcher;
      this.text = text;
    }

    @Override
    public Regex.@Nullable Match next() {
      frame.run.tick();
      @Nullable JsonNode[] arguments =
          started ? new @Nullable JsonNode[0] : new @Nullable JsonNode[] {Values.string(text)};
      started = true;
      @Nullable JsonNode result =
          Sequence.settle(HigherOrderFunctions.call(frame, matcher, arguments), false);
      if (result == null) {
        return null;
      }
      if (!(result instanceof ObjectNode object)
          || !((object.get("start") != null && object.get("start").isNumber())
              || (object.get("end") != null && object.get("end").isNumber())
              || object.get("groups") instanceof ArrayNode
              || object.get("next") instanceof FunctionValue)) {
        throw new Failure("T1010");
      }
      last = object;
      @Nullable JsonNode next = object.get("next");
      matcher =
          next instanceof FunctionValue function
              ? function
              : new NativeFunction(null, 0, (f, a, context) -> null);
      return match(object);
    }

    private Regex.Match match(ObjectNode object) {
      @Nullable JsonNode from = object.get("start");
      @Nullable JsonNode to = object.get("end");
      @Nullable JsonNode matched = object.get("match");
      int start = from == null || !from.isNumber() ? 0 : frame.run.numbers.index(from);
      int end =
          matched instanceof StringNode s
              ? start + s.stringValue().length()
              : to != null && to.isNumber() ? frame.run.numbers.index(to) : start;
      if (start < 0 || end < start || end > text.length()) {
        throw new Failure("T1010");
      }
      List<@Nullable String> groups = new ArrayList<>();
      if (object.get("groups") instanceof ArrayNode array) {
        for (JsonNode group : array) {
          groups.add(group instanceof StringNode s ? s.stringValue() : null);
        }
      }
      return new Regex.Match(start, end, groups.toArray(new @Nullable String[0]));
    }

    @Override
    public JsonNode object() {
      return Node.present(last);
    }
  }

  private static int limit(@Nullable JsonNode[] a, int index, String code) {
    if (!Arguments.has(a, index)) {
      return Integer.MAX_VALUE;
    }
    double limit = Arguments.real(a, index);
    if (limit < 0) {
      throw Failure.of(code, a[index]).index(index + 1);
    }
    return (int) Math.ceil(limit);
  }

  private static @Nullable JsonNode contains(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    String text = Arguments.text(a, 0);
    if (a[1] instanceof StringNode part) {
      return Values.bool(text.contains(part.stringValue()));
    }
    return Values.bool(matches(frame, Arguments.function(a, 1), text).next() != null);
  }

  private static @Nullable JsonNode match(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    int limit = limit(a, 2, "D3040");
    String text = Arguments.text(a, 0);
    Matches matches = matches(frame, Arguments.function(a, 1), text);
    Sequence found = new Sequence();
    while (found.size() < limit) {
      Regex.@Nullable Match match = matches.next();
      if (match == null) {
        break;
      }
      ObjectNode object = Values.object();
      object.put("match", text.substring(match.start(), match.end()));
      object.put("index", match.start());
      object.set("groups", RegexFunction.groups(match));
      frame.run.grow(1);
      found.push(object);
    }
    return found;
  }

  private static @Nullable JsonNode replace(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    String text = Arguments.text(a, 0);
    if (a[1] instanceof StringNode part && part.stringValue().isEmpty()) {
      throw Failure.of("D3010", a[1]).index(2);
    }
    int limit = limit(a, 3, "D3011");
    if (a[2] == null) {
      throw Arguments.mismatch(a, 2);
    }
    if (a[1] instanceof StringNode part) {
      return Values.string(
          replaceText(frame, text, part.stringValue(), Arguments.text(a, 2), limit));
    }
    Matches matches = matches(frame, Arguments.function(a, 1), text);
    StringBuilder out = new StringBuilder();
    int position = 0;
    for (int count = 0; count < limit; count++) {
      Regex.@Nullable Match match = matches.next();
      if (match == null) {
        break;
      }
      out.append(text, Math.min(position, match.start()), match.start());
      if (a[2] instanceof StringNode template) {
        Replacement.append(out, template.stringValue(), text, match);
      } else {
        @Nullable JsonNode with =
            HigherOrderFunctions.call(
                frame, Arguments.function(a, 2), new @Nullable JsonNode[] {matches.object()});
        if (!(with instanceof StringNode string)) {
          throw Failure.of("D3012", with);
        }
        out.append(string.stringValue());
      }
      frame.run.size(out.length());
      position = match.end();
    }
    return Values.string(out.append(text, position, text.length()).toString());
  }

  private static String replaceText(Frame frame, String text, String part, String with, int limit) {
    StringBuilder out = new StringBuilder();
    int position = 0;
    int at = text.indexOf(part);
    for (int count = 0; at >= 0 && count < limit; count++) {
      out.append(text, position, at).append(with);
      frame.run.size(out.length());
      position = at + part.length();
      at = text.indexOf(part, position);
    }
    return out.append(text, position, text.length()).toString();
  }

  private static @Nullable JsonNode split(Frame frame, @Nullable JsonNode[] a) {
    if (a[0] == null) {
      return null;
    }
    String text = Arguments.text(a, 0);
    int limit = limit(a, 2, "D3020");
    ArrayNode parts = Values.array();
    if (a[1] == null) {
      return limit == 0 ? parts : parts.add(text);
    }
    if (a[1] instanceof StringNode separator) {
      splitText(
          frame,
          text,
          separator.stringValue(),
          Arguments.has(a, 2) ? (int) Arguments.real(a, 2) : limit,
          parts);
      return parts;
    }
    Matches matches = matches(frame, Arguments.function(a, 1), text);
    int start = 0;
    while (parts.size() < limit) {
      Regex.@Nullable Match match = matches.next();
      frame.run.grow(1);
      if (match == null) {
        parts.add(text.substring(start));
        break;
      }
      parts.add(text.substring(Math.min(start, match.start()), match.start()));
      start = match.end();
    }
    return parts;
  }

  private static void splitText(
      Frame frame, String text, String separator, int limit, ArrayNode parts) {
    if (separator.isEmpty()) {
      for (int i = 0; i < text.length() && parts.size() < limit; i++) {
        frame.run.grow(1);
        parts.add(String.valueOf(text.charAt(i)));
      }
      return;
    }
    int position = 0;
    while (parts.size() < limit) {
      frame.run.grow(1);
      int at = text.indexOf(separator, position);
      if (at < 0) {
        parts.add(text.substring(position));
        return;
      }
      parts.add(text.substring(position, at));
      position = at + separator.length();
    }
  }
}
