package dev.sluice.asl.path;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** One comparison, match or test of existence in a filter. */
sealed interface Criterion {

  boolean holds(JsonNode item, JsonNode root, Budget budget);

  /** {@code @.a} or {@code !@.a}; a null counts as missing. */
  record Existence(JsonPath path, boolean expected) implements Criterion {
    @Override
    public boolean holds(JsonNode item, JsonNode root, Budget budget) {
      try {
        return expected != path.readOne(item, root, true, budget).isNull();
      } catch (PathNotFoundException missing) {
        return !expected;
      }
    }
  }

  /** A comparison; values that cannot be compared, or are missing, make it false. */
  record Comparison(Operand left, String operator, Operand right) implements Criterion {
    @Override
    public boolean holds(JsonNode item, JsonNode root, Budget budget) {
      try {
        JsonNode model = left.value(item, root, budget);
        JsonNode expected = right.value(item, root, budget);
        return switch (operator) {
          case "==" -> compare(expected, model, order -> order == 0);
          case "!=" -> compare(expected, model, order -> order != 0);
          case ">" -> ordered(expected, model, order -> order < 0);
          case ">=" -> ordered(expected, model, order -> order <= 0);
          case "<" -> ordered(expected, model, order -> order > 0);
          default -> ordered(expected, model, order -> order >= 0);
        };
      } catch (PathNotFoundException missing) {
        return false;
      }
    }

    private static boolean ordered(JsonNode expected, JsonNode model, IntPredicate test) {
      return expected.isNull() == model.isNull() && compare(expected, model, test);
    }

    private static boolean compare(JsonNode expected, JsonNode model, IntPredicate test) {
      OptionalInt order = Values.compare(expected, model);
      return order.isPresent() && test.test(order.getAsInt());
    }
  }

  /** {@code =~}: the pattern must match all of the value's text. */
  record Match(Operand left, Operand right) implements Criterion {
    @Override
    public boolean holds(JsonNode item, JsonNode root, Budget budget) {
      try {
        boolean mirrored = left instanceof Operand.Regex;
        Operand pattern = mirrored ? left : right;
        Operand target = mirrored ? right : left;
        JsonNode value = target.value(item, root, budget);
        if (!(pattern instanceof Operand.Regex(Pattern regex))) {
          if (pattern.value(item, root, budget).isNull() && value.isNull()) {
            return false;
          }
          throw new InvalidPathException("The operator =~ needs a pattern such as /a.*/i");
        }
        return !value.isNull() && BoundedText.matches(regex, Values.text(value));
      } catch (PathNotFoundException missing) {
        return false;
      }
    }
  }

  /** One side of a comparison. */
  sealed interface Operand {
    JsonNode value(JsonNode item, JsonNode root, Budget budget);

    record Query(JsonPath path, boolean fromRoot) implements Operand {
      @Override
      public JsonNode value(JsonNode item, JsonNode root, Budget budget) {
        return path.readOne(fromRoot ? root : item, root, false, budget);
      }
    }

    record Literal(JsonNode text) implements Operand {
      @Override
      public JsonNode value(JsonNode item, JsonNode root, Budget budget) {
        return text;
      }
    }

    record Regex(Pattern pattern) implements Operand {
      @Override
      public JsonNode value(JsonNode item, JsonNode root, Budget budget) {
        return Values.opaque(pattern);
      }
    }
  }

  /** In the order in which json-path looks for them, anywhere in the text. */
  List<String> OPERATORS = List.of("==", ">=", "<=", "!=", "<", ">", "=~");

  static Criterion parse(String text, int nesting) {
    for (String operator : OPERATORS) {
      int index = text.indexOf(operator);
      if (index >= 0) {
        String left = text.substring(0, index).trim();
        String right = text.substring(index + operator.length()).trim();
        if (right.startsWith("!@")) {
          throw new InvalidPathException(
              "Invalid negation! Can only be used for existence check e.g [?(!@.foo)]");
        }
        Operand model = operand(left, nesting);
        Operand expected = operand(right, nesting);
        return operator.equals("=~")
            ? new Match(model, expected)
            : new Comparison(model, operator, expected);
      }
    }
    String path = text.trim();
    if (operand(path, nesting) instanceof Operand.Query query) {
      return new Existence(query.path(), !path.startsWith("!"));
    }
    throw new InvalidPathException("CriteriaType  can not be parsed");
  }

  private static Operand operand(String text, int nesting) {
    if (text.startsWith("$") || text.startsWith("@") || text.startsWith("!@")) {
      String path = text.startsWith("!") ? text.substring(1) : text;
      JsonPath compiled = JsonPath.compile(path, nesting + 1);
      if (!compiled.isDefinite()) {
        throw new InvalidPathException("the predicate path: " + path + " is not definite");
      }
      return new Operand.Query(compiled, path.startsWith("$"));
    }
    if (text.startsWith("'") && text.endsWith("'")) {
      return new Operand.Literal(StringNode.valueOf(text.substring(1, text.length() - 1)));
    }
    if (text.startsWith("/") && (text.endsWith("/") || text.endsWith("/i"))) {
      return new Operand.Regex(regex(text));
    }
    return new Operand.Literal(StringNode.valueOf(text));
  }

  private static Pattern regex(String text) {
    int flags = text.endsWith("i") ? Pattern.CASE_INSENSITIVE : 0;
    try {
      return Pattern.compile(text.substring(1, text.lastIndexOf('/')), flags);
    } catch (PatternSyntaxException wrong) {
      throw new InvalidPathException(
          "/" + wrong.getPattern() + "/ is no pattern: " + wrong.getDescription());
    } catch (StackOverflowError tooDeep) {
      throw new InvalidPathException("The pattern is nested too deeply");
    }
  }
}
