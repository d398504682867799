package dev.sluice.record;

import static dev.sluice.record.OrderFixture.NOW;
import static dev.sluice.record.OrderFixture.accepted;
import static dev.sluice.record.OrderFixture.json;
import static dev.sluice.record.OrderFixture.order;
import static dev.sluice.record.OrderFixture.orders;
import static dev.sluice.record.OrderFixture.rejected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RecordProcessorTest {
  private final RecordProcessor orders = orders(Mapping.IDENTITY);

  private @Nullable Object value(Processed.Accepted accepted, String column) {
    return accepted.values().get(orders.schema().position(column));
  }

  @Test
  void an_order_becomes_typed_values_a_key_and_an_id_N24() {
    String text =
        order(
            "\"gift\":true",
            "\"day\":\"2024-02-29\"",
            "\"extra\":{\"a\":1.10}",
            "\"sequenceNumber\":42");
    Processed.Accepted order = accepted(orders, text);
    assertEquals(List.of("PARTNER_A", "ORD-A-12345"), order.key());
    assertEquals(RecordId.of("default", "orders", order.key()), order.id());
    assertEquals(new BigDecimal("161.946"), value(order, "netAmount"));
    assertEquals(5L, value(order, "quantity"));
    assertEquals(true, value(order, "gift"));
    assertEquals(LocalDate.of(2024, 2, 29), value(order, "day"));
    assertEquals("{\"a\":1.10}", value(order, "extra"));
    assertEquals(
        OffsetDateTime.of(2024, 1, 15, 10, 30, 0, 0, ZoneOffset.UTC),
        value(order, "transactionTime"));
    assertEquals(text.getBytes(StandardCharsets.UTF_8).length, order.size());
  }

  @Test
  void the_platform_fills_id_and_processedAt_which_are_then_not_missing_N24() {
    Processed.Accepted order = accepted(orders, order());
    assertEquals(order.id(), value(order, "id"));
    assertEquals(NOW.atOffset(ZoneOffset.UTC), value(order, "processedAt"));
    assertFalse(order.record().has("id"));
  }

  @Test
  void a_given_id_is_kept_in_its_column_and_is_no_part_of_identity_or_fingerprint() {
    String given = "550e8400-e29b-41d4-a716-446655440000";
    Processed.Accepted order = accepted(orders, order("\"id\":\"" + given + "\""));
    assertEquals(UUID.fromString(given), value(order, "id"));
    assertEquals(accepted(orders, order()).id(), order.id());
    assertEquals(accepted(orders, order()).fingerprint(), order.fingerprint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"quantity\":0                        | minimum       | quantity",
        "\"quantity\":1.5                      | type          | quantity",
        "\"quantity\":\"5\"                    | type          | quantity",
        "\"taxRate\":1.01                      | maximum       | taxRate",
        "\"grossAmount\":1.00001               | scale         | grossAmount",
        "\"day\":\"2023-02-29\"                | format        | day",
        "\"sequenceNumber\":9223372036854775808| range         | sequenceNumber",
        "\"grossAmount\":1e36                  | range         | grossAmount",
        "\"note\":\"\\ud800\"                  | encoding      | note",
        "\"netAmont\":1                        | unknown-field | netAmont",
        "\"unitPrice\":null                    | type          | unitPrice",
        "\"processedAt\":\"yesterday\"         | format        | processedAt",
        "\"processedAt\":\"2024-01-15T10:30:00.1234567Z\" | scale | processedAt"
      })
  void nonsense_is_rejected_with_code_and_field(String field, String code, String path) {
    Processed.Rejected rejected = rejected(orders, order(field.strip()));
    assertEquals(code, rejected.code(), rejected.toString());
    assertEquals(path, rejected.errors().getFirst().field());
    assertFalse(rejected.errors().getFirst().hint().isEmpty());
  }

  @Test
  void all_errors_come_at_once() {
    Processed.Rejected rejected =
        rejected(
            orders,
            "{\"quantity\":0,\"partnerId\":\"X\",\"transactionTime\":\"2024-01-15T10:30:00\"}");
    assertEquals(
        List.of("const-or-enum", "format", "minimum", "required", "required"),
        rejected.errors().stream()
            .map(error -> error.code().replace("enum", "const-or-enum"))
            .sorted()
            .toList());
  }

  @Test
  void an_unknown_field_is_rejected_rather_than_dropped_with_what_was_meant() {
    FieldError error = rejected(orders, order("\"netAmont\":1")).errors().getFirst();
    assertEquals("did you mean `netAmount`?", error.hint());
  }

  @Test
  void an_integer_written_as_a_decimal_is_an_integer() {
    assertEquals(5L, value(accepted(orders, order("\"quantity\":5.0")), "quantity"));
    assertEquals(500L, value(accepted(orders, order("\"quantity\":5e2")), "quantity"));
  }

  @Test
  void scales_are_decided_on_exact_decimals() {
    for (String amount :
        List.of("0.3", "1.0001", "123456789012345678.9999", "0.1e-3", "29.9900000")) {
      accepted(orders, order("\"grossAmount\":" + amount));
    }
    assertEquals("scale", rejected(orders, order("\"grossAmount\":0.00001")).code());
    assertEquals(
        "scale", rejected(orders, order("\"grossAmount\":123456789012345678.99991")).code());
  }

  @Test
  void what_is_not_an_object_is_rejected() {
    assertEquals("type", rejected(orders, "[1]").code());
    assertEquals("not-json", rejected(orders, "{").code());
    assertEquals("duplicate-key", rejected(orders, "{\"a\":1,\"a\":1}").code());
    assertEquals("mapping", rejected(orders(record -> json("5")), order()).code());
    assertEquals("mapping", rejected(orders(record -> null), order()).code());
  }

  @Test
  void a_mapping_that_fails_is_a_rejected_record() {
    Mapping fails =
        record -> {
          throw new MappingException("T2001", 3, "not a number");
        };
    FieldError error = rejected(orders(fails), order()).errors().getFirst();
    assertEquals("mapping", error.code());
    assertTrue(error.message().contains("T2001"));
  }

  @Test
  void an_error_can_be_stored_where_its_record_cannot() {
    for (FieldError error :
        rejected(orders, order("\"\\ud800\\u0000\":\"\\udfff\"", "\"day\":\"\\u0000\\ud83d\""))
            .errors()) {
      for (String text : List.of(error.field(), String.valueOf(error.value()), error.message())) {
        assertTrue(StandardCharsets.UTF_8.newEncoder().canEncode(text), error.code());
        assertEquals(-1, text.indexOf(0));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"note\":\"a\\u0000b\"",
        "\"id\":\"\\u0000\"",
        "\"extra\":{\"a\":[\"\\u0000\"]}",
        "\"extra\":{\"\\u0000\":1}",
        "\"extra\":{\"a\":{\"\\u0000\":null}}"
      })
  void a_nul_character_is_rejected_with_its_field(String field) {
    RecordProcessor texts =
        new RecordProcessor(
            "default",
            "texts",
            DatasetSchema.of(
                json(
                    "{\"type\":\"object\",\"required\":[\"k\"],\"properties\":{\"k\":{\"type\":\"string\"},"
                        + "\"id\":{\"type\":\"string\"},\"note\":{\"type\":\"string\"},"
                        + "\"extra\":{\"type\":\"object\"}}}"),
                ColumnRoles.keyed("k")),
            null,
            Mapping.IDENTITY,
            () -> new UUID(1, 2));
    Processed.Rejected rejected = rejected(texts, "{\"k\":\"a\"," + field + "}");
    FieldError error = rejected.errors().getFirst();
    assertEquals("encoding", error.code());
    assertEquals(field.substring(1, field.indexOf('"', 1)), error.field());
    assertEquals("holds the character U+0000, which cannot be stored", error.message());
    assertEquals("remove the character U+0000", error.hint());
    assertEquals(1, rejected.errors().size());
    accepted(texts, "{\"k\":\"a\"," + field.replace("\\u0000", "\\u0001") + "}");
  }

  @Test
  void a_nul_character_that_was_accepted_once_is_left_to_the_store() {
    Processed.Accepted one = accepted(orders, order());
    Processed.Accepted again =
        orders.restore(json(order("\"note\":\"\\u0000\"")), one.id(), one.size(), NOW);
    assertEquals("\0", value(again, "note"));
  }

  @ParameterizedTest
  @CsvSource({
    "3, 4, multiple-of",
    "3, 4.5, scale",
    "10, 15, multiple-of",
    "0.05, 0.07, multiple-of",
    "0.05, 0.125, scale",
    "0.01, 0.001, scale",
    "1, 0.5, scale"
  })
  void more_digits_are_told_from_what_is_no_multiple(String divisor, String value, String code) {
    RecordSchema schema =
        RecordSchema.compile(json("{\"properties\":{\"n\":{\"multipleOf\":" + divisor + "}}}"));
    FieldError error = schema.check(json("{\"n\":" + value + "}")).getFirst();
    assertEquals(code, error.code());
    assertEquals(
        code.equals("scale")
            ? "send no more digits than " + divisor + " has; nothing is rounded"
            : "send a multiple of " + divisor + "; nothing is rounded",
        error.hint());
  }

  @Test
  void a_dataset_without_a_key_gets_ids_from_outside() {
    RecordProcessor keyless =
        new RecordProcessor(
            "default",
            "log",
            DatasetSchema.of(
                json("{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"}}}"),
                ColumnRoles.NONE),
            null,
            Mapping.IDENTITY,
            () -> new UUID(1, 2));
    Processed.Accepted one = accepted(keyless, "{\"id\":\"a\"}");
    assertEquals(new UUID(1, 2), one.id());
    assertEquals(List.of(), one.key());
    assertNotEquals(one.fingerprint(), accepted(keyless, "{\"id\":\"b\"}").fingerprint());
  }

  @Test
  void a_pattern_ends_on_every_text() {
    String linear = "^(a|b)*$";
    String backtracking = "^(?!x)(a|aa|a?)*$";
    for (String pattern : List.of(linear, backtracking)) {
      RecordSchema schema =
          RecordSchema.compile(json("{\"properties\":{\"s\":{\"pattern\":\"" + pattern + "\"}}}"));
      JsonNode record = json("{\"s\":\"" + "a".repeat(50_000) + "!\"}");
      assertEquals("pattern", schema.check(record).getFirst().code(), pattern);
    }
  }

  @Test
  void a_format_ends_on_every_text() {
    for (String format : List.of("email", "idn-email", "uri", "hostname", "duration", "time")) {
      RecordSchema schema =
          RecordSchema.compile(json("{\"properties\":{\"s\":{\"format\":\"" + format + "\"}}}"));
      JsonNode record = json("{\"s\":\"a@" + " ".repeat(1_000_000) + ".\"}");
      assertEquals("format", schema.check(record).getFirst().code(), format);
    }
  }

  @Test
  void a_schema_refers_to_nothing_outside_itself() {
    for (String reference :
        List.of("http://127.0.0.1:9/x", "file:///etc/hostname", "#/$defs/none")) {
      JsonNode schema = json("{\"properties\":{\"a\":{\"$ref\":\"" + reference + "\"}}}");
      assertEquals(1, RecordSchema.problems(schema).size(), reference);
    }
  }
}
