package dev.sluice.asl.cases;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reports counted by kind and tier. */
record Scores(List<CaseReport> reports) {

  record Score(int cases, int equal, int histories, int sameHistory) {}

  Map<String, Score> all() {
    Map<String, Score> all = new TreeMap<>();
    for (CaseReport report : reports) {
      all.merge(tier(report), one(report), Scores::sum);
    }
    return all;
  }

  Score of(String tier) {
    return all().getOrDefault(tier, new Score(0, 0, 0, 0));
  }

  List<CaseReport> differing() {
    return reports.stream().filter(r -> !r.passed() || differs(r.history())).toList();
  }

  String text() {
    StringBuilder text = new StringBuilder();
    all()
        .forEach((tier, score) ->
            text.append(
                "SCORE %s: %d/%d, history %d/%d%n"
                    .formatted(
                        tier,
                        score.equal(),
                        score.cases(),
                        score.sameHistory(),
                        score.histories())));
    for (CaseReport report : differing()) {
      text.append("DIFFERS ").append(report.tier()).append(' ').append(report.name());
      text.append("\n   ").append(report.differences()).append(' ').append(report.history());
      text.append('\n');
    }
    return text.toString();
  }

  private static String tier(CaseReport report) {
    return (report.kind().equals("test_state") ? "test_state " : "execution ") + report.tier();
  }

  private static boolean differs(@org.jspecify.annotations.Nullable List<String> history) {
    return history != null && !history.isEmpty();
  }

  private static Score one(CaseReport report) {
    List<String> history = report.history();
    return new Score(
        1,
        report.passed() ? 1 : 0,
        history == null ? 0 : 1,
        history != null && history.isEmpty() ? 1 : 0);
  }

  private static Score sum(Score a, Score b) {
    return new Score(
        a.cases() + b.cases(),
        a.equal() + b.equal(),
        a.histories() + b.histories(),
        a.sameHistory() + b.sameHistory());
  }
}
