package dev.sluice.asl.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** E04-E13, E45-E53: what was recorded on AWS comes out here, and our own cases with it. */
class ConformanceTest {
  private static final Path RECORDED =
      Path.of(System.getProperty("sluice.shared", "../shared"), "asl", "cases.jsonl");

  @TestFactory
  Stream<DynamicTest> own_cases() {
    return resource("/cases/own.jsonl").stream()
        .map(AslCase::parse)
        .map(own ->
            DynamicTest.dynamicTest(
                own.name(),
                () -> {
                  CaseReport report = CaseRunner.run(own);
                  assertEquals(List.of(), report.differences());
                  List<String> history = report.history();
                  assertEquals(List.of(), history == null ? List.of() : history);
                }));
  }

  @TestFactory
  List<DynamicTest> recorded_cases_reach_their_thresholds() throws IOException {
    if (!Files.exists(RECORDED)) {
      return List.of();
    }
    List<CaseReport> reports = new ArrayList<>();
    try (Stream<String> lines = Files.lines(RECORDED)) {
      lines
          .map(AslCase::parse)
          .filter(AslCase::runnable)
          .forEach(recorded -> reports.add(CaseRunner.run(recorded)));
    }
    Scores scores = new Scores(reports);
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target", "conformance.txt"), scores.text());
    if (System.getProperty("asl.readme") != null) {
      Readme.update(Path.of("README.md"), scores, reasons());
    }
    return List.of(
        threshold(scores, "execution pure", 0.99, 0.95),
        threshold(scores, "execution s3", 0.95, 0.9),
        threshold(scores, "execution mock", 0.95, 0.9),
        threshold(scores, "test_state pure", 0.9, 0),
        threshold(scores, "test_state mock", 0.9, 0),
        DynamicTest.dynamicTest(
            "every difference has its reason",
            () ->
                scores
                    .differing()
                    .forEach(report ->
                        assertTrue(
                            reasons().stream().anyMatch(r -> r.startsWith(report.name() + "\t")),
                            report.name()))));
  }

  private static DynamicTest threshold(Scores scores, String tier, double equal, double histories) {
    return DynamicTest.dynamicTest(
        tier,
        () -> {
          Scores.Score score = scores.of(tier);
          assertTrue(score.equal() >= equal * score.cases(), () -> tier + ": " + score);
          assertTrue(
              score.sameHistory() >= histories * score.histories(), () -> tier + ": " + score);
        });
  }

  /** Name, tab, why it differs. */
  static List<String> reasons() {
    return resource("/cases/differences.tsv");
  }

  static List<String> resource(String name) {
    try (InputStream in = ConformanceTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
