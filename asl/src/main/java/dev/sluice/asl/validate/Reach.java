package dev.sluice.asl.validate;

/** Which parts of {@code $states} an expression may read besides the input and the context. */
enum Reach {
  NEITHER,
  /** {@code $states.result}: in Output and Assign of a Task, Parallel or Map. */
  RESULT,
  /** {@code $states.errorOutput}: in Output and Assign of a catcher. */
  ERROR_OUTPUT;

  boolean allows(String field) {
    return switch (field) {
      case "result" -> this == RESULT;
      case "errorOutput" -> this == ERROR_OUTPUT;
      default -> true;
    };
  }

  /** The rule, for fields that have this reach. */
  Rule within(Rule rule) {
    return (value, place) -> rule.check(value, place.in(this));
  }
}
