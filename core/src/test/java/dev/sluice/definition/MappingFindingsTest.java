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
    return Definitions.parse("f", text).findings().stream().map(Finding::toString).toList();
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
}
