package dev.sluice.definition;

import static dev.sluice.definition.OrdersText.ORDERS;
import static dev.sluice.definition.OrdersText.lines;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas that are valid, and cannot be what was meant. */
class SchemaFindingsTest {
  private static final String EXTRA = "extra: {type: object}";

  private static List<String> found(String column) {
    return lines(Definitions.parse("f", ORDERS.replace(EXTRA, column)));
  }

  private static List<String> feed(String schema) {
    return lines(
        Definitions.parse("f", ORDERS + "---\nfeed: f\ndataset: orders\nschema: " + schema));
  }

  @Test
  void what_is_required_and_not_allowed_can_never_be_sent() {
    String closed =
        "{type: object, required: [k, q], additionalProperties: false, properties: {k: {}}}";
    assertEquals(
        List.of(
            "f:15:37: `q` is required here and no property: nothing can be valid (add it to"
                + " `properties`)"),
        found("x: " + closed));
    assertEquals(1, feed(closed + "\n").size());
    assertEquals(List.of(), feed(closed.replace("false", "true") + "\n"));
    assertEquals(List.of(), feed(closed.replace("k, q", "k") + "\n"));
    assertEquals(
        List.of(),
        feed(closed.replace("properties: {", "patternProperties: {q: {}}, properties: {") + "\n"));
  }

  @Test
  void what_a_dataset_requires_is_a_column() {
    assertEquals(
        List.of(
            "f:9:31: `amuont` is required here and no property: nothing can be valid (did you mean"
                + " `amount`?)"),
        lines(
            Definitions.parse(
                "f",
                ORDERS.replace("[partner, number]\n  prop", "[partner, number, amuont]\n  prop"))));
  }

  @Test
  void a_mistyped_word_is_found_with_what_was_meant() {
    assertEquals(
        List.of(
            "f:15:23: warning: `maxlength` is no word of JSON Schema (did you mean `maxLength`?)"),
        found("x: {type: string, maxlength: 5}"));
    assertEquals(
        List.of(
            "f:15:53: warning: `requried` is no word of JSON Schema (did you mean `required`?)"),
        found("x: {type: array, items: {anyOf: [{type: object, requried: [a]}]}}"));
  }

  @Test
  void a_mistyped_format_is_found_with_what_was_meant() {
    assertEquals(
        List.of("f:15:31: warning: `datetime` is no format (did you mean `date-time`?)"),
        found("x: {type: string, format: datetime}"));
  }

  @Test
  void a_schema_that_lies_elsewhere_is_not_fetched() {
    assertEquals(
        List.of(
            "f:15:15: schemas are not fetched, and `https://example.com/x.json` is not in this one"
                + " (write it under `$defs`, and refer to `#/$defs/NAME`)"),
        found("x: {$ref: 'https://example.com/x.json'}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x: {type: string, x-unit: kg, unit: kg, currency: EUR, note: n, example: 1}",
        "x: {type: string, title: t, description: d, examples: [a], deprecated: true, nullable:"
            + " true}",
        "x: {type: string, format: money}",
        "x: {type: integer, format: int64}",
        "x: {type: object, properties: {maxlength: {type: string}, requried: {type: string}}}",
        "x: {type: string, enum: [a], default: {maxlength: 1}, const: {requried: 2}}",
        "x: {$ref: '#/properties/amount'}",
        "x: {not: {required: [a], additionalProperties: false}}"
      })
  void what_may_be_meant_is_none(String column) {
    assertEquals(List.of(), found(column));
  }
}
