package dev.sluice.record;

/** A body as a whole cannot be taken: an array that is not JSON, or a body beyond its limits. */
public final class BodyProblemException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient JsonProblem problem;

  BodyProblemException(JsonProblem problem) {
    super(problem.message());
    this.problem = problem;
  }

  public JsonProblem problem() {
    return problem;
  }
}
