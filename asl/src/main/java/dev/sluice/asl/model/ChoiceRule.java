package dev.sluice.asl.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One element of Choices. */
public record ChoiceRule(
    Condition condition, String next, @Nullable Template assign, @Nullable Template output) {

  /** What must hold. */
  public sealed interface Condition {
    record And(List<Condition> all) implements Condition {}

    record Or(List<Condition> any) implements Condition {}

    record Not(Condition condition) implements Condition {}

    record Comparison(Reference variable, Operator operator, JsonNode operand)
        implements Condition {}

    /** A comparison with a value that a path points to. */
    record PathComparison(Reference variable, Operator operator, Reference operand)
        implements Condition {}

    record Expression(Template value) implements Condition {}
  }

  /** The comparison operators, without their Path variants. */
  public enum Operator {
    StringEquals,
    StringLessThan,
    StringGreaterThan,
    StringLessThanEquals,
    StringGreaterThanEquals,
    StringMatches,
    NumericEquals,
    NumericLessThan,
    NumericGreaterThan,
    NumericLessThanEquals,
    NumericGreaterThanEquals,
    BooleanEquals,
    TimestampEquals,
    TimestampLessThan,
    TimestampGreaterThan,
    TimestampLessThanEquals,
    TimestampGreaterThanEquals,
    IsNull,
    IsPresent,
    IsNumeric,
    IsString,
    IsBoolean,
    IsTimestamp
  }
}
