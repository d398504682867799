package dev.sluice.asl.engine;

import org.jspecify.annotations.Nullable;

/**
 * A state that failed, on its way to Retry and Catch. Never leaves a step. Cheap: it has no stack
 * trace, for it is a value of the language and not a fault of ours.
 */
final class StateFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** How the failure came about. */
  enum Origin {
    /** A task, a Fail state or a branch said so: error and cause pass through as they are. */
    REPORTED,
    /** The state itself could not be evaluated: the cause gets the state's prefix. */
    STATE,
    /** As STATE, by a JSONata expression: recorded as EvaluationFailed. */
    EVALUATION,
    /** As EVALUATION, but what the expression gave was refused afterwards. */
    REFUSED
  }

  private final @Nullable String error;
  private final @Nullable String cause;
  private final Origin origin;
  private final @Nullable String location;
  private final @Nullable String alias;

  private StateFailure(
      @Nullable String error,
      @Nullable String cause,
      Origin origin,
      @Nullable String location,
      @Nullable String alias) {
    super(cause, null, false, false);
    this.error = error;
    this.cause = cause;
    this.origin = origin;
    this.location = location;
    this.alias = alias;
  }

  static StateFailure reported(@Nullable String error, @Nullable String cause) {
    return new StateFailure(error, cause, Origin.REPORTED, null, null);
  }

  /** Reported under one name, but Retry and Catch may also know it by another. */
  static StateFailure alsoKnownAs(String error, @Nullable String cause, String alias) {
    return new StateFailure(error, cause, Origin.REPORTED, null, alias);
  }

  static StateFailure runtime(String cause) {
    return new StateFailure(Errors.RUNTIME, cause, Origin.STATE, null, null);
  }

  static StateFailure state(String error, String cause) {
    return new StateFailure(error, cause, Origin.STATE, null, null);
  }

  static StateFailure evaluation(@Nullable String location, String cause) {
    return new StateFailure(Errors.QUERY, cause, Origin.EVALUATION, location, null);
  }

  static StateFailure refused(@Nullable String location, String cause) {
    return new StateFailure(Errors.QUERY, cause, Origin.REFUSED, location, null);
  }

  static StateFailure dataLimit(String state) {
    return reported(
        Errors.DATA_LIMIT,
        "The state/task '"
            + state
            + "' returned a result with a size exceeding the maximum number of bytes service"
            + " limit.");
  }

  /** The same, as the state that contains it sees it. */
  StateFailure passedOn(@Nullable String prefixedCause) {
    return new StateFailure(error, prefixedCause, Origin.REPORTED, null, alias);
  }

  @Nullable String error() {
    return error;
  }

  @Nullable String reason() {
    return cause;
  }

  Origin origin() {
    return origin;
  }

  @Nullable String location() {
    return location;
  }

  @Nullable String alias() {
    return alias;
  }

  boolean isRuntime() {
    return Errors.RUNTIME.equals(error) && origin != Origin.REPORTED;
  }

  boolean isEvaluation() {
    return origin == Origin.EVALUATION || origin == Origin.REFUSED;
  }
}
