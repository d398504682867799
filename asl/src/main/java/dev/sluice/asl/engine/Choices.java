package dev.sluice.asl.engine;

import dev.sluice.asl.model.ChoiceRule;
import dev.sluice.asl.model.ChoiceRule.Condition;
import dev.sluice.asl.model.ChoiceRule.Operator;
import dev.sluice.asl.model.Reference;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether a choice rule's condition holds. A comparison across types is false, never an error. */
final class Choices {
  private final Scope scope;

  Choices(Scope scope) {
    this.scope = scope;
  }

  @Nullable ChoiceRule first(List<ChoiceRule> rules) {
    for (ChoiceRule rule : rules) {
      if (holds(rule.condition())) {
        return rule;
      }
    }
    return null;
  }

  private boolean holds(Condition condition) {
    return switch (condition) {
      case Condition.And(List<Condition> all) -> all.stream().allMatch(this::holds);
      case Condition.Or(List<Condition> any) -> any.stream().anyMatch(this::holds);
      case Condition.Not(Condition inner) -> !holds(inner);
      case Condition.Expression(var value) -> scope.typed(value, "boolean").asBoolean(false);
      case Condition.Comparison(Reference variable, Operator operator, JsonNode operand) ->
          operator == Operator.IsPresent
              ? (scope.find(variable) != null) == operand.asBoolean(true)
              : compare(operator, value(variable), operand);
      case Condition.PathComparison(Reference variable, Operator operator, Reference operand) ->
          compare(operator, value(variable), value(operand));
    };
  }

  private JsonNode value(Reference reference) {
    JsonNode value = scope.find(reference);
    if (value == null) {
      throw StateFailure.runtime(
          "Invalid path '%s': The choice state's condition path references an invalid value."
              .formatted(reference.text()));
    }
    return value;
  }

  private static boolean compare(Operator operator, JsonNode value, JsonNode operand) {
    return switch (operator) {
      case StringEquals -> value.isString() && value.equals(operand);
      case StringLessThan -> strings(value, operand) && order(value, operand) < 0;
      case StringGreaterThan -> strings(value, operand) && order(value, operand) > 0;
      case StringLessThanEquals -> strings(value, operand) && order(value, operand) <= 0;
      case StringGreaterThanEquals -> strings(value, operand) && order(value, operand) >= 0;
      case StringMatches ->
          strings(value, operand) && Wildcard.matches(operand.asString(), value.asString());
      case NumericEquals -> numbers(value, operand) && number(value, operand) == 0;
      case NumericLessThan -> numbers(value, operand) && number(value, operand) < 0;
      case NumericGreaterThan -> numbers(value, operand) && number(value, operand) > 0;
      case NumericLessThanEquals -> numbers(value, operand) && number(value, operand) <= 0;
      case NumericGreaterThanEquals -> numbers(value, operand) && number(value, operand) >= 0;
      case BooleanEquals -> value.isBoolean() && value.equals(operand);
      case TimestampEquals -> times(value, operand, 0, 0);
      case TimestampLessThan -> times(value, operand, -1, -1);
      case TimestampGreaterThan -> times(value, operand, 1, 1);
      case TimestampLessThanEquals -> times(value, operand, -1, 0);
      case TimestampGreaterThanEquals -> times(value, operand, 1, 0);
      case IsNull -> value.isNull() == operand.asBoolean(true);
      case IsPresent -> operand.asBoolean(true);
      case IsNumeric -> value.isNumber() == operand.asBoolean(true);
      case IsString -> value.isString() == operand.asBoolean(true);
      case IsBoolean -> value.isBoolean() == operand.asBoolean(true);
      case IsTimestamp -> (timestamp(value) != null) == operand.asBoolean(true);
    };
  }

  private static boolean strings(JsonNode value, JsonNode operand) {
    return value.isString() && operand.isString();
  }

  private static int order(JsonNode value, JsonNode operand) {
    return value.asString().compareTo(operand.asString());
  }

  private static boolean numbers(JsonNode value, JsonNode operand) {
    return value.isNumber() && operand.isNumber();
  }

  private static int number(JsonNode value, JsonNode operand) {
    if (value.isInt() && operand.isInt()) {
      return Integer.compare(value.intValue(), operand.intValue());
    }
    if (infinite(value) || infinite(operand)) {
      return Double.compare(value.doubleValue(), operand.doubleValue());
    }
    return value.decimalValue().compareTo(operand.decimalValue());
  }

  private static boolean infinite(JsonNode value) {
    return value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue());
  }

  /** Whether the order of two timestamps is either of the two given. */
  private static boolean times(JsonNode value, JsonNode operand, int one, int other) {
    Instant left = timestamp(value);
    Instant right = timestamp(operand);
    if (left == null || right == null) {
      return false;
    }
    int order = Integer.signum(left.compareTo(right));
    return order == one || order == other;
  }

  /** An ISO-8601 date-time with an offset, T and Z upper case; null for anything else. */
  static @Nullable Instant timestamp(JsonNode value) {
    return value.isString() ? timestamp(value.asString()) : null;
  }

  static @Nullable Instant timestamp(String text) {
    if (text.length() < 17 || text.charAt(10) != 'T' || text.endsWith("z")) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
