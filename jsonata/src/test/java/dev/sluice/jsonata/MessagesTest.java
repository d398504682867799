package dev.sluice.jsonata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Worded as jsonata-js 2.0.6 words it: what a message names stands there as JSON spells it. */
class MessagesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'a' + 1 | T2001: The left side of the \"+\" operator must evaluate to a number",
        "1 < 'a' | T2009: The values 1 and \"a\" either side of operator \"<\" must be of the same"
            + " data type",
        "$uppercase(1) | T0410: Argument 1 of function \"uppercase\" does not match function"
            + " signature",
        "$average(['1']) | T0412: Argument 1 of function \"average\" must be an array of"
            + " \"numbers\"",
        "function($x)<n:n>{$x}('a') | T0410: Argument 1 of function undefined does not match"
            + " function signature",
        "$number('x') | D3030: Unable to cast value to a number: \"x\"",
        "$toMillis('2018', '[q]') | D3132: Unknown component specifier \"q\" in date/time picture"
            + " string",
        "$.7 | S0213: The literal value 7 cannot be used as a step within a path expression",
        "[1,2) | S0202: Expected \"]\", got \")\"",
        "function(x){1} | S0208: Parameter 1 of function definition must be a variable name (start"
            + " with $)",
        "sum([1]) | T1005: Attempted to invoke a non-function. Did you mean $sum?",
        "$sum() | T0410: Argument 1 of function \"sum\" does not match function signature",
        "$nothing() | T1006: Attempted to invoke a non-function",
        "$error('boom') | D3137: boom",
        "1/0 | D1001: Number out of range: null"
      })
  void a_message_names_things_as_json(String expression, String expected) {
    JsonataException error =
        assertThrows(JsonataException.class, () -> Jsonata.compile(expression).evaluate(null));
    assertEquals(expected, error.code() + ": " + error.getMessage());
  }
}
