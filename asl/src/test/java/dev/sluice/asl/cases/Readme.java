package dev.sluice.asl.cases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the measured part of the README. */
final class Readme {
  private static final String BEGIN = "<!-- conformance: written by ConformanceTest -->\n";
  private static final String END = "<!-- /conformance -->\n";

  private Readme() {}

  static void update(Path file, Scores scores, List<String> reasons) throws IOException {
    String text = Files.readString(file);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    Files.writeString(
        file, text.substring(0, begin) + section(scores, reasons) + text.substring(end));
  }

  private static String section(Scores scores, List<String> reasons) {
    StringBuilder section = new StringBuilder();
    section.append("| recorded on AWS | cases | equal | histories | equal |\n");
    section.append("|---|---|---|---|---|\n");
    scores
        .all()
        .forEach((tier, s) ->
            section.append(
                "| %s | %d | %d | %d | %d |\n"
                    .formatted(tier, s.cases(), s.equal(), s.histories(), s.sameHistory())));
    section.append("\nWhat differs, and why:\n\n");
    for (CaseReport report : scores.differing()) {
      String reason =
          reasons.stream()
              .filter(r -> r.startsWith(report.name() + "\t"))
              .map(r -> r.substring(r.indexOf('\t') + 1))
              .findFirst()
              .orElse("not looked into yet");
      section.append("- `").append(report.name()).append("`: ").append(reason).append('\n');
    }
    return section.toString();
  }
}
