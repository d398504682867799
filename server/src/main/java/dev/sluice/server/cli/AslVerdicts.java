package dev.sluice.server.cli;

import dev.sluice.asl.cases.AslCase;
import dev.sluice.asl.cases.CaseReport;
import dev.sluice.asl.cases.CaseRunner;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Judges the cases of a file and says so, for people or as JSON; counts as it goes. */
final class AslVerdicts {
  private final PrintStream out;
  private final boolean json;
  private long passed;
  private long failed;
  private long skipped;

  AslVerdicts(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  long failed() {
    return failed;
  }

  /** Nothing a line holds keeps the next one from being judged. */
  void judge(long number, String line) {
    AslCase given;
    try {
      given = AslCase.parse(line);
    } catch (IllegalArgumentException e) {
      report(refused("line " + number, "line " + number + " is no case: " + e.getMessage()));
      return;
    }
    if (given.givenName() == null) {
      given = given.named("line " + number);
    }
    String name = given.name();
    String reason = given.skipReason();
    if (reason != null) {
      skip(name, reason);
      return;
    }
    try {
      report(CaseRunner.run(given, false));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // All that the case has built is garbage by now: the next one has the heap for itself.
      report(refused(name, "line " + number + " cannot be run as a case: " + e));
    }
  }

  private static CaseReport refused(String name, String why) {
    return new CaseReport(
        name, "execution", "own", "INVALID", null, "InvalidCase", why, List.of(why), null);
  }

  private void report(CaseReport report) {
    if (report.passed()) {
      passed++;
    } else {
      failed++;
    }
    if (json) {
      out.println(report.toJson());
    } else if (report.passed()) {
      tell("PASS", report.name(), null);
    } else {
      tell("FAIL", report.name(), report.differences().getFirst());
    }
  }

  private void skip(String name, String reason) {
    skipped++;
    if (json) {
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      line.put("name", name);
      line.putNull("passed");
      line.put("status", "SKIPPED");
      line.put("cause", reason);
      out.println(line);
    } else {
      tell("SKIP", name, reason);
    }
  }

  private void tell(String verdict, String name, @Nullable String detail) {
    String line = verdict + " " + name + (detail == null ? "" : ": " + detail);
    out.println(line.replaceAll("\\s*\\R\\s*", " "));
  }

  void summary() {
    long cases = passed + failed + skipped;
    if (json) {
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      line.put("cases", cases);
      line.put("passed", passed);
      line.put("failed", failed);
      line.put("skipped", skipped);
      out.println(line);
    } else {
      out.printf("%d cases: %d passed, %d failed, %d skipped%n", cases, passed, failed, skipped);
    }
  }
}
