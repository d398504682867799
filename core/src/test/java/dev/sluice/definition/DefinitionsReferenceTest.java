package dev.sluice.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/definition-fields.md} is what the readers themselves say: each field they know, and
 * what they ask for when it is something else. Made anew with {@code -Dsluice.reference=apply}.
 */
class DefinitionsReferenceTest {
  private static final Path REFERENCE =
      Path.of(System.getProperty("sluice.root", ".."), "docs", "definition-fields.md");
  private static final String KNOWN = "known are ";
  private static final String NOBODY = "qqqqqqqqqqqq";

  /** Wrong in every way that a value can be: a word, an object, a number, a list. */
  private static final List<String> WRONG = List.of(NOBODY, "{" + NOBODY + ": 1}", "-1", "[[1]]");

  @Test
  void the_reference_is_what_the_readers_say() throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            # Fields of definitions

            Made from the readers by `DefinitionsReferenceTest`: what each says when a field is something else. What they mean is in
            [definitions.md](definitions.md).
            """);
    for (String kind : List.of("dataset", "feed", "import", "collector", "transfer", "workflow")) {
      List<String> rows = new ArrayList<>();
      describe(kind + ": some-name\n", "", kind, rows);
      if (!rows.isEmpty()) {
        text.append("\n## ").append(kind).append("\n\n| field | is |\n|---|---|\n");
        rows.forEach(row -> text.append(row).append('\n'));
      }
    }
    if ("apply".equals(System.getProperty("sluice.reference"))) {
      Files.writeString(REFERENCE, text);
    }
    assertTrue(text.toString().contains("| `landing` | direct, queued |"), text.toString());
    assertEquals(
        Files.readString(REFERENCE), text.toString(), "stale: run with -Dsluice.reference=apply");
  }

  private static void describe(String before, String path, String kind, List<String> rows) {
    for (String field : fields(before + path(path, NOBODY, "1"))) {
      if (field.equals(kind)) {
        continue;
      }
      String at = path.isEmpty() ? field : path + "." + field;
      List<String> inner = fields(before + path(at, NOBODY, "1"));
      if (inner.isEmpty()) {
        rows.add("| `" + at + "` | " + wanted(before, at) + " |");
      } else {
        describe(before, at, kind, rows);
      }
    }
  }

  /** {@code a: {b: VALUE}} for {@code a} and {@code b}. */
  private static String path(String path, String name, String value) {
    List<String> names = new ArrayList<>(Arrays.asList(path.split("\\.")));
    names.removeIf(String::isEmpty);
    if (!name.isEmpty()) {
      names.add(name);
    }
    String text = value;
    for (String one : names.reversed()) {
      text = "{" + one + ": " + text + "}";
    }
    return text.substring(1, text.length() - 1) + "\n";
  }

  /** What a reader knows, as it says when it is given what nobody knows. */
  private static List<String> fields(String document) {
    return Definitions.parse("x.yaml", document).findings().stream()
        .filter(finding -> finding.code().equals("unknown-field"))
        .filter(finding -> finding.message().contains(NOBODY) && finding.hint().startsWith(KNOWN))
        .map(finding -> List.of(finding.hint().substring(KNOWN.length()).split(", ")))
        .findFirst()
        .orElse(List.of());
  }

  private static String wanted(String before, String path) {
    Set<String> said = new LinkedHashSet<>();
    String leaf = path.substring(path.lastIndexOf('.') + 1);
    for (String wrong : WRONG) {
      complaint(before + path(path, "", wrong), leaf).ifPresent(said::add);
    }
    // A word that is refused says more than an object that is.
    said.remove("a text");
    if (said.remove("an integer")) {
      return "an integer " + String.join(" ", said);
    }
    return said.isEmpty() ? "a text" : said.iterator().next();
  }

  private static Optional<String> complaint(String document, String field) {
    return Definitions.parse("x.yaml", document).findings().stream()
        .filter(finding -> finding.message().startsWith("`" + field + "` "))
        .filter(finding -> finding.code().equals("value") || finding.code().equals("type"))
        .map(finding -> finding.hint().replaceFirst("^(write|one of) ", "").replace("|", "\\|"))
        .filter(hint -> !hint.isEmpty())
        .findFirst();
  }
}
