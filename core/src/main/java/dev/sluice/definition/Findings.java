package dev.sluice.definition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects findings, a bounded number of them. For one thread. */
final class Findings {
  private static final int MAX = 1_000;

  private final List<Finding> all = new ArrayList<>();
  private int errors;

  void add(Finding finding) {
    if (finding.severity() == Finding.Severity.ERROR) {
      errors++;
    }
    if (all.size() < MAX) {
      all.add(finding);
    }
  }

  void error(Position at, String code, String message, String hint) {
    add(Finding.error(at, code, message, hint));
  }

  void note(Position at, Finding.Severity severity, String code, String message, String hint) {
    add(new Finding(at.file(), at.line(), at.column(), severity, code, message, hint));
  }

  /** Errors so far, also those beyond what is kept. */
  int errors() {
    return errors;
  }

  List<Finding> sorted() {
    return all.stream().sorted(Comparator.comparing(Finding::at)).toList();
  }
}
