package dev.sluice.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class StrictJsonTest {
  private static final StrictJson JSON = new StrictJson(JsonLimits.RECORD);

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode accepted(String text) {
    return assertInstanceOf(Parsed.Document.class, JSON.parse(utf8(text)), text).root();
  }

  private static JsonProblem refused(byte[] bytes) {
    return assertInstanceOf(Parsed.Refused.class, JSON.parse(bytes)).problem();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "{\"a\":1,}",
        "[1,]",
        "[,1]",
        "{a:1}",
        "{'a':1}",
        "01",
        "+1",
        ".5",
        "1.",
        "1e",
        "-",
        "NaN",
        "Infinity",
        "-Infinity",
        "0x1",
        "tru",
        "nul",
        "\"",
        "\"\t\"",
        "\"\\x\"",
        "\"\\u12\"",
        "{} {}",
        "1 2",
        "{}x",
        "//c\n1",
        "/*c*/1",
        "#c\n1",
        "[1;2]",
        "{\"a\" 1}",
        "]",
        "}"
      })
  void what_is_not_json_is_refused(String text) {
    assertEquals("not-json", refused(utf8(text)).code(), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "[]", "0", "-0", "\"\"", "null", "true", " [1 , 2]\n", "\"\\u0000\""})
  void what_is_json_is_accepted(String text) {
    accepted(text);
  }

  @Test
  void a_repeated_name_is_refused_at_any_depth_and_not_shown() {
    JsonProblem problem = refused(utf8("{\"x\":[{\"secret\":1,\n\"secret\":2}]}"));
    assertEquals(JsonProblem.Kind.DUPLICATE_KEY, problem.kind());
    assertEquals(2, problem.line());
    assertFalse(problem.message().contains("secret"));
    assertEquals("duplicate-key", refused(utf8("{\"a\":1,\"\\u0061\":1}")).code());
  }

  @Test
  void numbers_stay_exact_N25() {
    assertEquals(new BigDecimal("0.1"), accepted("0.1").decimalValue());
    assertEquals(
        new BigDecimal("123456789012345.678"), accepted("123456789012345.678").decimalValue());
    assertEquals(Long.MIN_VALUE, accepted("-9223372036854775808").longValue());
    assertEquals(
        new BigInteger("9223372036854775808"), accepted("9223372036854775808").bigIntegerValue());
    assertEquals(new BigDecimal("1.00"), accepted("1.00").decimalValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e1000000000",
        "1E-1000000000",
        "0e1000000000",
        "1e99999999999999999999",
        "1e401",
        "1e-401",
        "-5e2147483648",
        "[1e+400000]"
      })
  void an_absurd_exponent_is_a_limit_before_anything_expands_it(String text) {
    JsonProblem problem = refused(utf8(text));
    assertEquals("number-range", problem.code());
    assertEquals(JsonProblem.Kind.LIMIT, problem.kind());
  }

  @Test
  void numbers_up_to_the_limit_pass() {
    accepted("1e400");
    accepted("1e-400");
    accepted("9".repeat(400));
    accepted("0." + "1".repeat(990));
    assertEquals("number-range", refused(utf8("9".repeat(900))).code());
    assertEquals("limit-number-length", refused(utf8("9".repeat(1_001))).code());
  }

  @ParameterizedTest
  @CsvSource({
    "limit-depth, 200",
    "limit-tokens, 100000",
    "limit-number-length, 1000",
    "limit-string-length, 1048576",
    "limit-name-length, 10000",
    "limit-document-bytes, 4194304"
  })
  void a_hostile_input_ends_in_a_limit_that_is_named(String code, long value) {
    byte[] bytes =
        switch (code) {
          case "limit-depth" -> utf8("[".repeat(100_000));
          case "limit-tokens" -> manyNames(200_000);
          case "limit-number-length" -> utf8("[" + "9".repeat(3_000_000) + "]");
          case "limit-string-length" -> utf8('"' + "a".repeat(2_000_000) + '"');
          case "limit-name-length" -> utf8("{\"" + "a".repeat(20_000) + "\":1}");
          default -> utf8("1".repeat(10_000_000));
        };
    JsonProblem problem = refused(bytes);
    assertEquals(code, problem.code());
    assertEquals(value, Objects.requireNonNull(problem.limit()).value());
  }

  @Test
  void a_million_names_end_in_a_limit() {
    assertEquals(JsonProblem.Kind.LIMIT, refused(manyNames(1_000_000)).kind());
  }

  private static byte[] manyNames(int count) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write('{');
    for (int i = 0; i < count; i++) {
      out.writeBytes(utf8((i == 0 ? "\"" : ",\"") + i + "\":1"));
    }
    out.write('}');
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
  void other_encodings_are_refused(String charset) {
    assertEquals("not-json", refused("{\"a\":1}".getBytes(Charset.forName(charset))).code());
  }

  @Test
  void a_utf8_byte_order_mark_is_skipped_at_the_start_only() {
    accepted("\uFEFF{}");
    assertEquals("not-json", refused(utf8("\uFEFF")).code());
    assertEquals("not-json", refused(utf8("\uFEFF\uFEFF{}")).code());
    assertEquals("not-json", refused(utf8("{}\uFEFF")).code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C0 80",
        "C1 BF",
        "E0 80 80",
        "ED A0 80",
        "F0 80 80 80",
        "F4 90 80 80",
        "FF",
        "80",
        "E2 82",
        "F5 80 80 80"
      })
  void malformed_utf8_is_refused_with_its_place(String hex) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(utf8("\n\"ab"));
    for (String one : hex.split(" ", -1)) {
      out.write(Integer.parseInt(one, 16));
    }
    out.write('"');
    JsonProblem problem = refused(out.toByteArray());
    assertEquals("not-json", problem.code());
    assertEquals(2, problem.line());
    assertEquals(4, problem.column());
  }

  @Test
  void utf8_validity_agrees_with_the_jdk_on_every_short_sequence() {
    byte[] bytes = new byte[3];
    for (int a = 0x7E; a < 0x100; a++) {
      for (int b = 0x7E; b < 0x100; b++) {
        for (int c = 0x7E; c < 0x100; c += 3) {
          bytes[0] = (byte) a;
          bytes[1] = (byte) b;
          bytes[2] = (byte) c;
          String decoded = new String(bytes, StandardCharsets.UTF_8);
          boolean valid = Arrays.equals(bytes, decoded.getBytes(StandardCharsets.UTF_8));
          assertEquals(valid, Utf8.firstMalformed(bytes, 0, 3) < 0, () -> Arrays.toString(bytes));
        }
      }
    }
  }

  @Test
  void messages_never_hold_the_payload() {
    for (String text :
        new String[] {"{\"k\": secret}", "\"secret\\q\"", "[1, 2 secret", "{\"secret\" 1}"}) {
      assertFalse(refused(utf8(text)).message().contains("secret"));
      assertTrue(refused(utf8(text)).message().contains("line 1"));
    }
  }
}
