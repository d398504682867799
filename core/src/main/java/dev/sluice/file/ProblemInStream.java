package dev.sluice.file;

import java.io.IOException;

/** Carries what is wrong with a file through a stream, which can only fail with this. */
final class ProblemInStream extends IOException {
  private static final long serialVersionUID = 1;

  private final transient FileProblemException problem;

  ProblemInStream(FileProblemException problem) {
    super(problem.getMessage());
    this.problem = problem;
  }

  FileProblemException problem() {
    return problem;
  }
}
