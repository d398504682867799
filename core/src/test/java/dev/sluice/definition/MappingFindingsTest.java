package dev.sluice.definition;

import static dev.sluice.definition.OrdersText.FEED;
import static dev.sluice.definition.OrdersText.ORDERS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes in a mapping are found at their place inside its block. */
class MappingFindingsTest {
  private static final String CLOSED =
      """
      schema:
        type: object
        additionalProperties: false
        properties:
          orderId: {type: string}
          lines:
            type: array
            items:
              type: object
              additionalProperties: false
              properties: {sku: {type: string}}
          open: {type: object}
      """;

  @Test
  void a_mapping_that_does_not_compile_is_found_inside_its_block() {
    String text = (ORDERS + FEED).replace("\"amount\": price}", "\"amount\": price ]");
    Finding finding = Definitions.parse("f.yaml", text).findings().getFirst();
    assertEquals("mapping", finding.code());
    assertEquals(24, finding.line());
    assertTrue(finding.column() > 15 && finding.column() <= 22, finding::toString);
  }

  @Test
  void mapping_with_the_clock_in_it_is_a_warning() {
    Loaded loaded = Definitions.parse("f.yaml", (ORDERS + FEED).replace("nr,", "$millis(),"));
    assertFalse(loaded.hasErrors());
    assertEquals("impure-mapping", loaded.findings().getFirst().code());
  }

  private static String place(String map) {
    String feed = FEED.substring(0, FEED.indexOf("map:"));
    Finding finding = Definitions.parse("f", ORDERS + feed + map).findings().getFirst();
    assertEquals("mapping", finding.code(), finding::toString);
    return finding.line() + ":" + finding.column();
  }

  @Test
  void a_failing_token_has_its_line_and_column_in_every_form_of_text() {
    assertEquals("24:9", place("map: |\n  {'a':\n   nr * ]}\n"));
    assertEquals("24:9", place("map: |2-   # signs\n    {'a':\n   nr * ]}\n"));
    assertEquals("24:10", place("map: >-\n    {'a':\n    nr * ]}\n"));
    assertEquals("25:5", place("map: >\n  {'a': [1,\n\n    ; 2]}\n"));
    assertEquals("22:11", place("map: nr * ]\n"));
    assertEquals("23:3", place("map: nr *\n  ]\n"));
    assertEquals("22:18", place("map: '{''a'': nr ]}'\n"));
    assertEquals("22:16", place("map: \"{'a': nr ]}\"\n"));
    assertEquals("22:6", place("map: \"{\\\"a\\\": nr ]}\"\n"));
    assertEquals("23:10", place("map: |\n  {'a': nr\n\n"));
  }

  private static List<String> warnings(String expression) {
    String text = ORDERS + "---\nfeed: f\ndataset: orders\nmap: |\n  " + expression + "\n" + CLOSED;
    return Definitions.parse("f", text).findings().stream()
        .filter(finding -> finding.code().equals("unmatched-path"))
        .map(Finding::toString)
        .toList();
  }

  @Test
  void a_path_that_can_never_match_is_a_warning_with_what_was_meant() {
    assertEquals(
        List.of(
            "f:20:13: warning: `map` reads `orderld`, which no record of this schema has (did you"
                + " mean `orderId`?)"),
        warnings("{'numbr': orderld}"));
    assertEquals(1, warnings("lines.skuu").size());
    assertEquals(1, warnings("$sum(lines[skuu = 'x'].sku)").size());
    assertEquals(1, warnings("$$.orderid").size());
    assertEquals(1, warnings("orderId.x").size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lines[0].sku",
        "open.anything",
        "lines.{'a': sku}",
        "lines#$i.$.sku",
        "lines@$l.$l.skuu",
        "$map(lines, function($l) { $l.skuu })",
        "lines ~> $map(function($l) { skuu })",
        "(lines.sku; $x := lines; $x.skuu)",
        "*.anything",
        "**.anything",
        "lines.%.orderId",
        "$each($, function($v, $k) { $v.anything })",
        "{'lines': 1}.lines.x"
      })
  void a_path_that_may_match_is_none(String expression) {
    assertEquals(List.of(), warnings(expression));
  }

  /** Of a feed without a schema of its own, whose mapping is one line. */
  private static List<String> found(String expression) {
    String text = ORDERS + "---\nfeed: f\ndataset: orders\nmap: |\n  " + expression + "\n";
    return Definitions.parse("f", text).findings().stream().map(Finding::toString).toList();
  }

  @Test
  void a_call_of_no_function_is_found_at_its_name_with_what_was_meant() {
    assertEquals(
        List.of(
            "f:20:28: `map` calls `$upercase`, which is no function (did you mean `$uppercase`?)"),
        found("{'number': 1, 'partner': $upercase(name)}"));
    assertEquals(
        List.of(
            "f:20:28: `map` calls `uppercase`, which is no function (did you mean `$uppercase`?)"),
        found("{'number': 1, 'partner': uppercase(name)}"));
    assertEquals(
        List.of(
            "f:20:28: `map` calls `$frobnicate`, which is no function (define it in the mapping,"
                + " or call another)"),
        found("{'number': 1, 'partner': $frobnicate(name)}"));
  }

  @Test
  void a_variable_that_is_set_nowhere_is_a_warning() {
    assertEquals(
        List.of(
            "f:20:28: warning: `map` reads `$nme`, which is nothing: it is set nowhere (write a"
                + " field's name without the sign, or set it with :=)"),
        found("{'number': 1, 'partner': $nme}"));
    assertEquals(List.of(), found("($nme := name; {'number': 1, 'partner': $nme})"));
  }

  @Test
  void what_a_mapping_gives_is_held_against_the_dataset() {
    assertEquals(
        List.of(
            "f:20:4: warning: `map` gives `numbr`, which dataset `orders` does not have (did you"
                + " mean `number`?)",
            "f:19:6: warning: `map` never gives `number`, which dataset `orders` requires (add it"
                + " to the object)"),
        sorted(found("{'numbr': nr, 'partner': 'A'}")));
    assertEquals(
        List.of("f:20:31: `map` gives `partner` twice in one object (leave one of them out)"),
        found("{'partner': 1, 'number': 1, 'partner': 2}"));
    assertEquals(
        List.of(
            "f:20:3: `map` gives a text, and a record is an object (write {\"column\": value,"
                + " ...})"),
        found("'just text'"));
  }

  private static List<String> sorted(List<String> findings) {
    return findings.stream().sorted(java.util.Comparator.reverseOrder()).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'partner': 1, 'number': 1, 'extra': {'anything': 1}}",
        "{'partner': 1, $key: 1}",
        "$merge([$, {'other': 1}])",
        "nr > 1 ? {'partner': 1, 'number': nr} : {'other': 1}",
        "lines[0].{'other': 1}",
        "$",
        "payload",
        "(null; payload)",
        "$ ~> | $ | {'other': 1} |"
      })
  void what_may_be_a_record_of_the_dataset_is_none(String expression) {
    List<String> errors = found(expression).stream().filter(one -> !one.contains("$key")).toList();
    assertEquals(List.of(), errors);
  }

  @Test
  void what_the_platform_fills_need_not_be_given() {
    String orders =
        ORDERS
            .replace("required: [partner, number]", "required: [partner, number, id, processedAt]")
            .replace("    extra: {type: object}", "    id: {type: string}")
            .replace("    at: {", "    processedAt: {type: string, format: date-time}\n    at: {");
    assertEquals(List.of(), OrdersText.lines(Definitions.parse("f", orders + FEED)));
  }

  @Test
  void an_imports_mapping_is_held_against_its_dataset_too() {
    String text = ORDERS + "---\nimport: i\ndataset: orders\nmap: '{\"partner\": $trm(a)}'\n";
    assertEquals(List.of("unknown-function"), OrdersText.codes(text));
    assertEquals(List.of("required"), OrdersText.codes(text.replace("trm", "trim")));
  }
}
