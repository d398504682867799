package dev.sluice.definition;

import static dev.sluice.definition.OrdersText.codes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the text is, it ends in findings. */
class HostileYamlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: [",
        "\t",
        "a: b: c",
        "- 1",
        "5",
        "? [a]\n: b",
        "a: &x [*x]",
        "a: *nowhere",
        "%YAML 9.9\n---\na: b",
        "dataset: orders\nschema: &s\n  properties: *s",
        "dataset: .inf",
        "dataset: 1e999999999",
        "a: \0",
        "{a: 1, a: 2}",
        "dataset:\nkey:\nschema:\nmap:",
        "feed: [x]\ndataset: {}\nmap: {}\nretry: 5\nschema: true",
        "!!binary x",
        "dataset: !foo bar",
        "'\\ud800': 1",
        "\"\\ud800\": \"\\udc00\"",
        "dataset: x\nschema: {type: object, properties: 5}"
      })
  void no_text_makes_it_throw_and_all_are_findings(String text) {
    assertTrue(Definitions.parse("x.yaml", text).hasErrors(), text);
  }

  @Test
  void hostile_yaml_ends_in_a_finding() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String before = "*a" + (i - 1);
      laughs.append(
          "a"
              + i
              + ": &a"
              + i
              + " ["
              + String.join(", ", Stream.generate(() -> before).limit(10).toList())
              + "]\n");
    }
    assertEquals(List.of("limit"), codes(laughs.toString()));
    assertEquals(List.of("limit"), codes("a: " + "[".repeat(100_000)));
    assertEquals(List.of("limit"), codes("a: " + "[".repeat(100) + "]".repeat(100)));
    assertEquals(List.of("limit"), codes("#".repeat(2_000_000)));
    assertTrue(codes("a: {" + "x: 1, ".repeat(10_000) + "}").size() <= 1_000);
  }
}
