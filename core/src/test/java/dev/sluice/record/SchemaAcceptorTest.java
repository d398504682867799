package dev.sluice.record;

import static dev.sluice.record.OrderFixture.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaAcceptorTest {
  private static final String[] NUMBERS = {
    "0",
    "-0",
    "1",
    "-1",
    "5",
    "5.0",
    "0.5",
    "0.05",
    "0.050",
    "1e2",
    "100",
    "1e-2",
    "12.345",
    "99.99",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "1e30",
    "0.1e1",
    "1.10",
    "3",
    "7",
    "1e400",
    "1e-400",
    "-0.0"
  };
  private static final String[] STRINGS = {
    "\"\"",
    "\"a\"",
    "\"ab\"",
    "\"A\"",
    "\"é\"",
    "\"😀\"",
    "\"😀😀\"",
    "\"\\ud800\"",
    "\"\\n\"",
    "\"abc\\n\"",
    "\"2024-02-29\"",
    "\"2023-02-29\"",
    "\"0000-01-01\"",
    "\"2024-01-15T10:30:00Z\"",
    "\"2024-01-15T10:30:00.123Z\"",
    "\"2024-01-15t10:30:00.123z\"",
    "\"2024-01-15T24:30:00Z\"",
    "\"2024-01-15T10:30:60Z\"",
    "\"2024-01-31T10:30:00.1x3Z\"",
    "\"2024-13-01T10:30:00Z\"",
    "\"2024-01-15T10:30:00+05:45\"",
    "\"550e8400-e29b-41d4-a716-446655440000\"",
    "\"550e8400-e29b-41d4-a716-44665544000G\"",
    "\"a@example.com\"",
    "\"a@example\"",
    "\"@\"",
    "\"１\"",
    "\"12\""
  };
  private static final String[] PATTERNS = {
    "^[a-z]+$",
    "a",
    "^$",
    "\\\\d",
    "^\\\\d+$",
    "^.$",
    "\\\\s",
    "^\\\\w*$",
    "^(?!a)",
    "(a)\\\\1?",
    "\\\\p{L}",
    "^[^a]",
    "b$",
    "[\\\\S]"
  };

  @Provide
  Arbitrary<String> values() {
    return values(2);
  }

  private static Arbitrary<String> values(int depth) {
    Arbitrary<String> scalars =
        Arbitraries.oneOf(
            Arbitraries.of(NUMBERS),
            Arbitraries.of(STRINGS),
            Arbitraries.of("true", "false", "null"));
    if (depth == 0) {
      return scalars;
    }
    Arbitrary<String> inner = values(depth - 1);
    return Arbitraries.oneOf(
        scalars,
        inner.list().ofMaxSize(3).map(items -> "[" + String.join(",", items) + "]"),
        Combinators.combine(Arbitraries.of("a", "b", "c").set().ofMaxSize(3), inner, inner, inner)
            .as((names, x, y, z) -> object(List.copyOf(names), List.of(x, y, z))));
  }

  private static String object(List<String> names, List<String> values) {
    StringBuilder object = new StringBuilder("{");
    for (int i = 0; i < names.size(); i++) {
      object.append(i == 0 ? "" : ",").append('"').append(names.get(i)).append("\":");
      object.append(values.get(i));
    }
    return object.append('}').toString();
  }

  @Provide
  Arbitrary<String> schemas() {
    Arbitrary<String> types =
        Arbitraries.of("null", "boolean", "string", "integer", "number", "array", "object")
            .map(type -> '"' + type + '"');
    Arbitrary<String> number = Arbitraries.of(NUMBERS);
    Arbitrary<String> size = Arbitraries.of("0", "1", "2", "3", "2.0");
    List<Arbitrary<String>> keywords =
        List.of(
            types.map(type -> "\"type\":" + type),
            types.set().ofMinSize(1).ofMaxSize(3).map(some -> "\"type\":" + some),
            number.map(n -> "\"minimum\":" + n),
            number.map(n -> "\"maximum\":" + n),
            number.map(n -> "\"exclusiveMinimum\":" + n),
            number.map(n -> "\"exclusiveMaximum\":" + n),
            Arbitraries.of("1", "0.1", "0.01", "0.05", "100", "3", "2.5", "0.0001", "1e-400")
                .map(n -> "\"multipleOf\":" + n),
            size.map(n -> "\"minLength\":" + n),
            size.map(n -> "\"maxLength\":" + n),
            size.map(n -> "\"minItems\":" + n),
            size.map(n -> "\"maxItems\":" + n),
            Arbitraries.of(PATTERNS).map(p -> "\"pattern\":\"" + p + '"'),
            Arbitraries.of("date-time", "date", "uuid", "email", "uri", "ipv4", "unknown")
                .map(f -> "\"format\":\"" + f + '"'),
            Arbitraries.of(STRINGS).list().ofMinSize(1).ofMaxSize(4).map(s -> "\"enum\":" + s),
            values().map(v -> "\"const\":" + v),
            Arbitraries.of("\"a\"", "\"b\"", "\"d\"")
                .set()
                .ofMaxSize(2)
                .map(names -> "\"required\":" + names),
            Arbitraries.of("true", "false").map(b -> "\"additionalProperties\":" + b),
            Arbitraries.of("#/$defs/x", "#/$defs/y").map(r -> "\"$ref\":\"" + r + '"'));
    Arbitrary<String> flat =
        Arbitraries.oneOf(keywords).list().ofMaxSize(3).map(SchemaAcceptorTest::schema);
    return Combinators.combine(
            Arbitraries.oneOf(keywords).list().ofMaxSize(2),
            flat,
            flat,
            Arbitraries.integers().between(0, 3))
        .as((top, one, two, shape) -> {
          List<String> all = new ArrayList<>(top);
          all.addAll(parts(shape, one, two));
          return schema(all);
        });
  }

  private static List<String> parts(int shape, String one, String two) {
    return switch (shape) {
      case 0 -> List.of("\"items\":" + one);
      case 1 -> List.of("\"properties\":{\"a\":" + one + ",\"b\":" + two + "}");
      case 2 -> List.of("\"properties\":{\"a\":" + one + "}", "\"additionalProperties\":false");
      default -> List.of();
    };
  }

  /** The first of each keyword; the definitions that references may mean are always there. */
  private static String schema(List<String> keywords) {
    StringBuilder schema = new StringBuilder("{");
    Set<String> seen = new HashSet<>();
    for (String keyword : keywords) {
      if (seen.add(keyword.substring(0, keyword.indexOf(':')))) {
        schema.append(seen.size() == 1 ? "" : ",").append(keyword);
      }
    }
    return schema.append('}').toString();
  }

  @Property(seed = "2026", tries = 4_000)
  void never_accepts_what_the_validator_refuses(
      @ForAll("schemas") String text, @ForAll("values") String value) {
    String definitions =
        "\"$defs\":{\"x\":{\"minimum\":1},\"y\":{\"type\":[\"string\",\"object\"]}}";
    String whole =
        text.equals("{}") ? "{" + definitions + "}" : "{" + definitions + "," + text.substring(1);
    RecordSchema schema = RecordSchema.compile(json(whole));
    boolean accepted = schema.accepts(json(value));
    Statistics.label("accepted").collect(accepted);
    if (accepted) {
      assertEquals(List.of(), schema.validate(json(value)), () -> whole + " on " + value);
    }
  }

  @Test
  void the_orders_of_the_example_take_the_short_way() {
    RecordSchema schema = RecordSchema.compile(OrderFixture.SCHEMA);
    assertTrue(schema.isCommon());
    assertTrue(
        schema.accepts(
            json(
                OrderFixture.order(
                    "\"id\":\"550e8400-e29b-41d4-a716-446655440000\"",
                    "\"processedAt\":\"2024-01-15T10:30:00Z\""))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"oneOf\":[true]}",
        "{\"not\":{}}",
        "{\"uniqueItems\":true}",
        "{\"patternProperties\":{}}",
        "{\"unevaluatedProperties\":false}",
        "{\"$ref\":\"#\"}",
        "{\"$defs\":{\"a\":{\"$ref\":\"#/$defs/a\"}},\"$ref\":\"#/$defs/a\"}",
        "{\"$id\":\"https://example.com/x\"}",
        "{\"format\":\"uri\"}",
        "false"
      })
  void what_is_uncommon_is_left_to_the_validator(String schema) {
    assertFalse(SchemaAcceptor.of(json(schema)).isPresent());
  }
}
