package dev.sluice.asl.validate;

import dev.sluice.asl.intrinsic.Intrinsic;
import dev.sluice.asl.intrinsic.IntrinsicException;
import dev.sluice.asl.path.InvalidPathException;
import dev.sluice.asl.path.JsonPath;
import dev.sluice.asl.path.ReferencePath;
import dev.sluice.asl.path.ReferencePathException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Paths, intrinsic invocations and the payload templates of JSONPath states. */
final class PathText {
  private static final String SUFFIX = ".$";

  static final Rule PATH = (value, place) -> path(value, place);
  static final Rule NULLABLE_PATH = nullable(PATH);
  static final Rule REFERENCE = (value, place) -> reference(value, place);

  /** A number's place: AWS looks for it in the input or in a variable, not in the context. */
  static final Rule SETTING =
      (value, place) -> {
        if (value.asString("").startsWith("$$")) {
          place.error("Value is not a Reference Path");
        } else {
          reference(value, place);
        }
      };

  static final Rule RESULT_PATH = nullable((value, place) -> resultPath(value, place));
  static final Rule REFERENCE_OR_INTRINSIC = (value, place) -> referenceOrIntrinsic(value, place);

  private PathText() {}

  private static Rule nullable(Rule rule) {
    return (value, place) -> {
      if (!value.isNull()) {
        rule.check(value, place);
      }
    };
  }

  private static void path(JsonNode value, Place place) {
    if (!value.isString()) {
      place.wrongType("string", value);
    } else if (!isPath(value.stringValue())) {
      place.error("Value is not a valid JSONPath");
    }
  }

  private static void reference(JsonNode value, Place place) {
    if (!value.isString()) {
      place.wrongType("string", value);
    } else if (plain(value.stringValue()).filter(PathText::isReference).isEmpty()) {
      place.error("Value is not a Reference Path");
    }
  }

  /** A place in the state's input: neither the context nor a variable. */
  private static void resultPath(JsonNode value, Place place) {
    if (!value.isString()) {
      place.wrongType("string", value);
    } else if (!isReference(value.stringValue())) {
      place.error("Value is not a Reference Path");
    }
  }

  private static void referenceOrIntrinsic(JsonNode value, Place place) {
    if (!value.isString() || value.stringValue().startsWith("$")) {
      reference(value, place);
    } else if (!isIntrinsic(value.stringValue())) {
      place.error("Value must be a valid JSONPath or a valid intrinsic function call");
    }
  }

  /** A payload template: every field ending in {@code .$} is a path or an invocation. */
  static void template(JsonNode value, Place place) {
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        template(value.get(i), place.item(i));
      }
      return;
    }
    Set<String> names = new HashSet<>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      String name = entry.getKey();
      boolean dynamic = name.endsWith(SUFFIX);
      String bare = dynamic ? name.substring(0, name.length() - SUFFIX.length()) : name;
      if (!names.add(bare)) {
        place.error("The field '" + bare + "' is given both with and without the suffix '.$'");
      }
      if (dynamic) {
        dynamic(name, entry.getValue(), place);
      } else {
        template(entry.getValue(), place.field(name));
      }
    }
  }

  private static void dynamic(String name, JsonNode value, Place place) {
    if (!value.isString() || !(isPath(value.stringValue()) || isIntrinsic(value.stringValue()))) {
      place.error(
          "The value for the field '"
              + name
              + "' must be a valid JSONPath or a valid intrinsic function call");
    }
  }

  static boolean isPath(String text) {
    return plain(text).filter(PathText::compiles).isPresent();
  }

  private static boolean compiles(String path) {
    try {
      JsonPath.compile(path);
      return true;
    } catch (InvalidPathException wrong) {
      return false;
    }
  }

  private static boolean isReference(String path) {
    try {
      ReferencePath.compile(path);
      return true;
    } catch (ReferencePathException | InvalidPathException wrong) {
      return false;
    }
  }

  private static boolean isIntrinsic(String text) {
    try {
      return Intrinsic.compile(text).paths().stream().allMatch(PathText::isPath);
    } catch (IntrinsicException wrong) {
      return false;
    }
  }

  /** The path within the input, the context ({@code $$}) or a variable ({@code $name}). */
  private static Optional<String> plain(String text) {
    if (!text.startsWith("$")) {
      return Optional.empty();
    }
    if (text.startsWith("$$")) {
      return Optional.of(text.substring(1));
    }
    int end = 1;
    while (end < text.length() && Character.isUnicodeIdentifierPart(text.charAt(end))) {
      end++;
    }
    boolean variable = end > 1 && Character.isUnicodeIdentifierStart(text.charAt(1));
    return Optional.of(
        variable || (end > 1 && text.charAt(1) == '_') ? "$" + text.substring(end) : text);
  }
}
