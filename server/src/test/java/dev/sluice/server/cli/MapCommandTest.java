package dev.sluice.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.jsonata.Jsonata;
import dev.sluice.jsonata.JsonataException;
import dev.sluice.jsonata.JsonataOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int map(String expression, JsonataOptions.Numbers numbers, String input)
      throws IOException {
    Jsonata mapping = Jsonata.compile(expression, JsonataOptions.defaults().withNumbers(numbers));
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new MappedLines(mapping, out, errors)
        .write(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
  }

  private int map(String expression, String input) throws IOException {
    return map(expression, JsonataOptions.Numbers.DECIMAL, input);
  }

  private static String compileError(String expression) {
    JsonataException e = assertThrows(JsonataException.class, () -> Jsonata.compile(expression));
    return Caret.show("the expression", expression, e);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":0.1}\n\n  {\"a\":2}\n", "[{\"a\":0.1},\n {\"a\":2}]"})
  void each_record_is_a_line(String input) throws IOException {
    assertEquals(0, map("{'b': a * 3}", input));
    assertEquals("{\"b\":0.3}\n{\"b\":6}\n", out.toString(StandardCharsets.UTF_8));
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void doubles_are_as_elsewhere() throws IOException {
    assertEquals(0, map("a + 0.2", JsonataOptions.Numbers.DOUBLE, "{\"a\":0.1}"));
    assertEquals("0.30000000000000004\n", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void a_record_that_fails_is_shown_with_its_line_and_the_place() throws IOException {
    assertEquals(1, map("1 + a * 2", "{\"a\":1}\n\n{\"a\":\"x\"}\n{\"a\":2}\n"));
    assertEquals("3\n", out.toString(StandardCharsets.UTF_8));
    String shown = err.toString(StandardCharsets.UTF_8);
    assertTrue(shown.startsWith("sluice: line 3 of the input: T2001 "), shown);
    assertTrue(shown.endsWith("\n    1 + a * 2\n          ^\n"), shown);
  }

  @Test
  void in_an_array_the_line_is_that_of_the_element() throws IOException {
    assertEquals(1, map("a * 2", "[\n{\"a\":\n1},\n{\"a\":\"x\"}]"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("line 4 of the input: T2001"));
  }

  @Test
  void a_line_that_is_not_json_is_named() throws IOException {
    assertEquals(1, map("a", "{\"a\":1}\n{\n"));
    assertEquals("1\n", out.toString(StandardCharsets.UTF_8));
    assertTrue(err.toString(StandardCharsets.UTF_8).startsWith("sluice: line 2 of the input: "));
  }

  @Test
  void what_maps_to_nothing_is_counted() throws IOException {
    assertEquals(0, map("b", "{\"a\":1}\n{\"b\":1}\n"));
    assertEquals("1\n", out.toString(StandardCharsets.UTF_8));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("1 records map to nothing"));
  }

  @Test
  void a_mistake_in_the_expression_has_a_caret_in_its_line() {
    String shown = compileError("(\n\t$a := 1;\n\t$a + ]\n)");
    assertTrue(shown.startsWith("sluice: the expression: S02"), shown);
    assertTrue(shown.endsWith("    3: \t$a + ]\n       \t     ^\n"), shown);
  }

  @Test
  void an_expression_that_ends_too_soon_points_at_its_end() {
    String shown = compileError("{'a': 1");
    assertTrue(shown.endsWith("    {'a': 1\n          ^\n"), shown);
  }
}
