package dev.sluice.asl.model;

import dev.sluice.asl.intrinsic.Intrinsic;
import dev.sluice.asl.path.JsonPath;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A path into the input ({@code $.a}), the context object ({@code $$.a}) or a variable ({@code
 * $v.a}), or an intrinsic call. Compiled on first use.
 */
public final class Reference {

  /** What the text refers to. */
  public enum Kind {
    INPUT,
    CONTEXT,
    VARIABLE,
    INTRINSIC
  }

  public static final Reference ROOT = new Reference("$");

  private final String text;
  private final Kind kind;
  private final String variable;
  private final Map<String, Reference> arguments = new ConcurrentHashMap<>();
  private volatile @Nullable JsonPath path;
  private volatile @Nullable Intrinsic intrinsic;

  public Reference(String text) {
    this.text = text;
    if (text.startsWith("$$")) {
      kind = Kind.CONTEXT;
      variable = "";
    } else if (text.startsWith("$")) {
      int end = 1;
      while (end < text.length() && Character.isUnicodeIdentifierPart(text.charAt(end))) {
        end++;
      }
      variable = text.substring(1, end);
      kind = variable.isEmpty() ? Kind.INPUT : Kind.VARIABLE;
    } else {
      kind = Kind.INTRINSIC;
      variable = "";
    }
  }

  public String text() {
    return text;
  }

  public Kind kind() {
    return kind;
  }

  /** The variable's name; empty where this is none. */
  public String variable() {
    return variable;
  }

  /** True for {@code $} alone. */
  public boolean isInputRoot() {
    return text.length() == 1 && kind == Kind.INPUT;
  }

  /** The path below its root, starting with {@code $}. */
  public String pathText() {
    return switch (kind) {
      case INPUT, INTRINSIC -> text;
      case CONTEXT -> text.substring(1);
      case VARIABLE -> "$" + text.substring(1 + variable.length());
    };
  }

  /** Throws InvalidPathException where the text is no path. */
  public JsonPath path() {
    JsonPath compiled = path;
    if (compiled == null) {
      compiled = JsonPath.compile(pathText());
      path = compiled;
    }
    return compiled;
  }

  /** A path among an intrinsic call's arguments, compiled once. */
  public Reference argument(String argument) {
    return arguments.computeIfAbsent(argument, Reference::new);
  }

  /** Throws IntrinsicException where the text is no call. */
  public Intrinsic intrinsic() {
    Intrinsic compiled = intrinsic;
    if (compiled == null) {
      compiled = Intrinsic.compile(text);
      intrinsic = compiled;
    }
    return compiled;
  }

  @Override
  public String toString() {
    return text;
  }
}
