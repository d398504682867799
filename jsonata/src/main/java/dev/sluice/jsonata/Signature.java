package dev.sluice.jsonata;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * What arguments a function takes, as in {@code <s-n?:s>}
 * (docs.jsonata.org/programming#function-signatures): checks them, fills in the context, wraps
 * single values where an array is asked for.
 */
final class Signature {
  private static final class Parameter {
    String type = "";
    String symbols = "";
    String suffix = "";
    boolean context;
    @Nullable String subtype;

    boolean takes(char symbol) {
      return symbols.indexOf(symbol) >= 0;
    }
  }

  private final List<Parameter> parameters;
  private final Pattern pattern;
  private final boolean repeating;

  private Signature(List<Parameter> parameters) {
    this.parameters = parameters;
    StringBuilder regex = new StringBuilder();
    boolean repeats = false;
    for (Parameter parameter : parameters) {
      regex.append("([").append(parameter.symbols).append(']').append(parameter.suffix).append(')');
      repeats |= parameter.suffix.indexOf('+') >= 0;
    }
    this.repeating = repeats;
    this.pattern = Pattern.compile(regex.toString());
  }

  int arity() {
    return parameters.size();
  }

  static Signature parse(String text) {
    List<Parameter> parameters = new ArrayList<>();
    Parameter previous = new Parameter();
    int position = 1;
    while (position < text.length()) {
      char symbol = text.charAt(position);
      if (symbol == ':') {
        break;
      }
      switch (symbol) {
        case 's', 'n', 'b', 'l', 'o' ->
            previous = add(parameters, String.valueOf(symbol), symbol + "m");
        case 'a', 'x' -> previous = add(parameters, String.valueOf(symbol), "asnblfom");
        case 'f' -> previous = add(parameters, "f", "f");
        case 'j' -> previous = add(parameters, "j", "asnblom");
        case '-' -> {
          previous.context = true;
          previous.suffix += "?";
        }
        case '?', '+' -> previous.suffix += symbol;
        case '(' -> {
          int end = closing(text, position, '(', ')');
          String choice = text.substring(position + 1, end);
          if (choice.indexOf('<') >= 0) {
            throw new Failure("S0402").value(choice).index(position);
          }
          previous = add(parameters, "(" + choice + ")", choice + "m");
          position = end;
        }
        case '<' -> {
          if (!previous.type.equals("a") && !previous.type.equals("f")) {
            throw new Failure("S0401").value(previous.type).index(position);
          }
          int end = closing(text, position, '<', '>');
          previous.subtype = text.substring(position + 1, end);
          position = end;
        }
        default -> {
          // jsonata-js skips what it does not know
        }
      }
      position++;
    }
    try {
      return new Signature(parameters);
    } catch (java.util.regex.PatternSyntaxException e) {
      throw new Failure("S0401").value(text).index(0);
    }
  }

  private static Parameter add(List<Parameter> parameters, String type, String symbols) {
    Parameter parameter = new Parameter();
    parameter.type = type;
    parameter.symbols = symbols.replaceAll("[^a-z]", "");
    parameters.add(parameter);
    return parameter;
  }

  private static int closing(String text, int start, char open, char close) {
    int depth = 1;
    int position = start;
    while (position < text.length() - 1) {
      char c = text.charAt(++position);
      if (c == close && --depth == 0) {
        return position;
      }
      if (c == open) {
        depth++;
      }
    }
    return position;
  }

  /** The arguments the function gets; T0410, T0411 or T0412 where they do not fit. */
  @SuppressWarnings("ReferenceEquality") // what fits is the same node
  @Nullable JsonNode[] check(@Nullable JsonNode[] arguments, @Nullable JsonNode context) {
    int count = parameters.size();
    if (arguments.length == count && !repeating) {
      boolean direct = true;
      for (int i = 0; direct && i < count; i++) {
        Parameter parameter = parameters.get(i);
        direct = parameter.takes(Values.symbol(arguments[i]));
      }
      if (direct) {
        @Nullable JsonNode[] checked = arguments;
        for (int i = 0; i < count; i++) {
          Parameter parameter = parameters.get(i);
          if (parameter.type.equals("a")) {
            @Nullable JsonNode value = arguments[i];
            @Nullable JsonNode array = array(parameter, value, i, 1);
            if (array != value) {
              checked = checked == arguments ? arguments.clone() : checked;
              checked[i] = array;
            }
          }
        }
        return checked;
      }
    }
    return match(arguments, context);
  }

  private @Nullable JsonNode[] match(@Nullable JsonNode[] arguments, @Nullable JsonNode context) {
    StringBuilder supplied = new StringBuilder();
    for (@Nullable JsonNode argument : arguments) {
      supplied.append(Values.symbol(argument));
    }
    Matcher matcher = pattern.matcher(supplied);
    if (!matcher.matches()) {
      throw mismatch(arguments, supplied.toString());
    }
    List<@Nullable JsonNode> checked = new ArrayList<>();
    int index = 0;
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      String symbols = Node.present(matcher.group(i + 1));
      if (symbols.isEmpty()) {
        if (parameter.context) {
          if (!parameter.takes(Values.symbol(context))) {
            throw Failure.of("T0411", context).index(index + 1);
          }
          checked.add(context);
        } else {
          checked.add(index < arguments.length ? arguments[index] : null);
          index++;
        }
        continue;
      }
      for (int k = 0; k < symbols.length(); k++) {
        // an optional parameter that matched nothing has taken one too, as in jsonata-js
        @Nullable JsonNode argument = index < arguments.length ? arguments[index] : null;
        checked.add(
            parameter.type.equals("a")
                ? array(parameter, argument, index, symbols.length())
                : argument);
        index++;
      }
    }
    return checked.toArray(new @Nullable JsonNode[0]);
  }

  private static @Nullable JsonNode array(
      Parameter parameter, @Nullable JsonNode value, int index, int matched) {
    if (value == null) {
      return null;
    }
    @Nullable String subtype = parameter.subtype;
    if (subtype != null && !fits(subtype, value, matched)) {
      throw Failure.of("T0412", value).index(index + 1).value2(Values.string(plural(subtype)));
    }
    if (value instanceof ArrayNode) {
      return value;
    }
    return Values.array(1).add(value);
  }

  private static boolean fits(String subtype, JsonNode value, int matched) {
    if (!(value instanceof ArrayNode array)) {
      return matched == 1 && subtype.equals(String.valueOf(Values.symbol(value)));
    }
    for (int i = 0; i < array.size(); i++) {
      if (Values.symbol(array.get(i)) != subtype.charAt(0)) {
        return false;
      }
    }
    return true;
  }

  private static String plural(String subtype) {
    return switch (subtype) {
      case "a" -> "arrays";
      case "b" -> "booleans";
      case "f" -> "functions";
      case "n" -> "numbers";
      case "o" -> "objects";
      case "s" -> "strings";
      default -> subtype;
    };
  }

  private Failure mismatch(@Nullable JsonNode[] arguments, String supplied) {
    StringBuilder partial = new StringBuilder();
    int good = 0;
    for (Parameter parameter : parameters) {
      partial.append('[').append(parameter.symbols).append(']').append(parameter.suffix);
      Matcher matcher = Pattern.compile(partial.toString()).matcher(supplied);
      if (!matcher.lookingAt()) {
        break;
      }
      good = matcher.end();
    }
    return Failure.of("T0410", good < arguments.length ? arguments[good] : null).index(good + 1);
  }
}
