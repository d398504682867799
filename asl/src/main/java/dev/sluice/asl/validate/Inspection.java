package dev.sluice.asl.validate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one validation has found and must remember across the scopes of a machine. */
final class Inspection {
  private final int maxFindings;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> stateNames = new HashSet<>();
  private final Set<String> labels = new HashSet<>();

  Inspection(int maxFindings) {
    this.maxFindings = maxFindings;
  }

  void error(String code, String message, @Nullable String location) {
    Finding finding = new Finding(Severity.ERROR, code, message, location);
    if (findings.size() < maxFindings && !findings.contains(finding)) {
      findings.add(finding);
    }
  }

  /** Whether the name is new in the whole machine. */
  boolean claimStateName(String name) {
    return stateNames.add(name);
  }

  /** Whether the label is new among the machine's Map states. */
  boolean claimLabel(String label) {
    return labels.add(label);
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }
}
