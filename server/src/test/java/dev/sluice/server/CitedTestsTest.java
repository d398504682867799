package dev.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A requirement is met where a test shows it: the tests that the documents name are there. */
class CitedTestsTest {
  private static final Path ROOT = Path.of(System.getProperty("sluice.root", ".."));
  private static final List<String> MODULES =
      List.of("jsonata", "asl", "core", "postgres", "server");
  private static final Pattern CITED =
      Pattern.compile("`(?:[a-z]+\\.)*([A-Z]\\w*(?:Test|Contract))(?:\\.(\\w+))?`");

  /** Sources of tests by the names of their classes. */
  private static Map<String, Path> tests() throws IOException {
    Map<String, Path> tests = new HashMap<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> tests.put(file.getFileName().toString().replace(".java", ""), file));
      }
    }
    return tests;
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("ARCHITECTURE.md")));
    for (String folder : List.of("docs", "adr", "bench")) {
      try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
      }
    }
    return documents;
  }

  private static boolean isThere(Map<String, Path> tests, MatchResult cited) {
    Path source = tests.get(cited.group(1));
    try {
      return source != null
          && (cited.group(2) == null || Files.readString(source).contains(cited.group(2) + "("));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void every_test_that_a_document_names_exists() throws IOException {
    Map<String, Path> tests = tests();
    List<String> missing = new ArrayList<>();
    int cited = 0;
    for (Path document : documents()) {
      for (MatchResult each : CITED.matcher(Files.readString(document)).results().toList()) {
        cited++;
        if (!isThere(tests, each)) {
          missing.add(document.getFileName() + ": " + each.group());
        }
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(cited > 40, cited + " tests are named: the pattern finds them no more");
  }
}
