package dev.sluice.file;

import dev.sluice.record.ColumnRoles;
import dev.sluice.record.DatasetSchema;
import dev.sluice.record.Mapping;
import dev.sluice.record.Processed;
import dev.sluice.record.RecordProcessor;
import dev.sluice.record.TextMapping;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Columns of all kinds, and values that may be theirs. */
final class Cells {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  static final Instant NOW = Instant.parse("2024-03-01T12:00:00.123456789Z");
  static final UUID NEXT = UUID.fromString("018f0000-0000-7000-8000-000000000001");

  private static final String[] PROPERTIES = {
    "{'type':'string'}",
    "{'type':['string','null'],'maxLength':3}",
    "{'type':'string','minLength':2,'maxLength':3}",
    "{'type':'string','pattern':'^[a-z0-9]+$'}",
    "{'type':'string','pattern':'^\\\\S+$'}",
    "{'type':'string','enum':['a','b','€',5]}",
    "{'enum':['a','b']}",
    "{'type':['string','null'],'enum':['a']}",
    "{'const':'a','type':'string'}",
    "{'type':'string','format':'email'}",
    "{'type':'string','format':'uri'}",
    "{'type':'string','format':'date'}",
    "{'type':['string','null'],'format':'date-time'}",
    "{'type':'string','format':'uuid'}",
    "{'type':'string','format':'date','minLength':3}",
    "{'type':'integer'}",
    "{'type':'integer','minimum':1,'exclusiveMaximum':10}",
    "{'type':'integer','minimum':-1e30}",
    "{'type':'integer','multipleOf':5}",
    "{'type':['integer','null'],'maximum':99999999999999999999}",
    "{'type':'number'}",
    "{'type':'number','multipleOf':0.01}",
    "{'type':'number','multipleOf':0.01,'minimum':0.005,'maximum':9.995}",
    "{'type':'number','multipleOf':0.05}",
    "{'type':'number','exclusiveMinimum':0,'multipleOf':1e-30}",
    "{'type':'number','multipleOf':10}",
    "{'type':['integer','number']}",
    "{'type':'boolean'}",
    "{'type':'boolean','const':true}",
    "{'type':['string','integer']}",
    "{'type':'array','items':{'type':'integer'}}",
    "{'$ref':'#/$defs/money'}",
    "{'$ref':'#/$defs/money','maximum':1}",
    "{'type':'string','title':'x','contentEncoding':'base64'}",
    "{}",
    "true"
  };

  private static final String[] TEXTS = {
    "",
    "a",
    "ab",
    "abc",
    "abcd",
    "€",
    "€€€",
    "😀",
    "b",
    "A1",
    " a",
    "a ",
    "a\tb",
    "\"q\"",
    "\\",
    "a\nb",
    "0",
    "-0",
    "1",
    "5",
    "10",
    "007",
    "+5",
    "-1",
    "1.5",
    "1.50",
    "1.005",
    "-.5",
    "5.",
    ".",
    "-",
    "+",
    "0.005",
    "9.995",
    "9.99",
    "0.00",
    "1e2",
    "1E-2",
    "0e5",
    "1e999",
    "12,5",
    " 7 ",
    "1_0",
    "0x1F",
    "999999999999999999",
    "9999999999999999999",
    "123456789012345678901234567890",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "0.000000000000000001",
    "1.0000000000000000001",
    "true",
    "TRUE",
    "False",
    "t",
    "N",
    "yes",
    "no",
    "1",
    "on",
    "null",
    "NaN",
    "Infinity",
    "\u0661",
    "2024-02-29",
    "2023-02-29",
    "0001-01-01",
    "0000-01-01",
    "9999-12-31",
    "1970-01-01",
    "2024-1-1",
    "2024-02-30",
    "2024-04-31",
    "2024-13-01",
    "2024-00-10",
    "1900-02-29",
    "2000-02-29",
    "2024-01-15T10:30:00Z",
    "2024-01-15T10:30:00.123456Z",
    "2024-01-15T10:30:00.1234567Z",
    "2024-01-15T10:30:00.1234560Z",
    "2024-01-15T10:30:00+05:45",
    "2024-01-15T10:30:00-18:00",
    "2024-01-15T10:30:00+18:30",
    "2024-01-15T10:30:00+17:59",
    "2024-01-15T24:00:00Z",
    "2024-01-15T23:59:60Z",
    "2024-01-15t10:30:00z",
    "2024-01-15 10:30:00Z",
    "2024-01-15T10:30:00",
    "0001-01-01T00:00:00+10:00",
    "1969-12-31T23:59:59.999999Z",
    "2024-01-15T10:30:00.Z",
    "550e8400-e29b-41d4-a716-446655440000",
    "550E8400-E29B-41D4-A716-44665544000F",
    "550e8400-e29b-41d4-a716-44665544000g",
    "550e8400e29b41d4a716446655440000",
    "550e8400-e29b-41d4-a716_446655440000",
    "a@example.com",
    "a.b+c@x-y.co.uk",
    "a@b",
    "a@b.zz",
    ".a@b.com",
    "a.@b.com",
    "a..b@c.com",
    "a@-b.com",
    "a@b-.com",
    "a@b..com",
    "@b.com",
    "a b@c.com",
    "ä@b.com",
    "a@b.museum",
    "a@b.COM",
    "[1,2]",
    "[1,\"a\"]",
    "{}",
    "[",
    "\"a\"",
    "http://a.b/c"
  };

  /** A column, and a value that may be one of its. */
  record Cell(String property, String value) {}

  private Cells() {}

  /** A few columns, most with a value that is good. */
  static Arbitrary<List<Cell>> some() {
    Arbitrary<String> any =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.of(TEXTS)),
            Tuple.of(1, Arbitraries.of(TEXTS).flatMap(Cells::mutated)));
    return Arbitraries.of(PROPERTIES)
        .flatMap(property -> {
          List<String> likely =
              Arrays.stream(TEXTS).filter(text -> isLikely(property, text)).toList();
          return Arbitraries.frequencyOf(
                  Tuple.of(1, any), Tuple.of(8, likely.isEmpty() ? any : Arbitraries.of(likely)))
              .map(value -> new Cell(property, value));
        })
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  private static Arbitrary<String> mutated(String text) {
    return Arbitraries.integers()
        .between(0, Math.max(0, text.length() - 1))
        .flatMap(at ->
            Arbitraries.of("", "0", "9", "x", "-", ".", ":", "é", " ")
                .map(with ->
                    text.isEmpty() ? with : text.substring(0, at) + with + text.substring(at + 1)));
  }

  /** By the general way, so that most rows are good ones. */
  private static boolean isLikely(String property, String text) {
    JsonNode schema =
        JSON.readTree(
            ("{'type':'object','$defs':{'money':{'type':'number','multipleOf':0.01}},"
                    + "'properties':{'x':"
                    + property
                    + "}}")
                .replace('\'', '"'));
    DatasetSchema dataset = DatasetSchema.of(schema, ColumnRoles.NONE);
    RecordProcessor processor =
        new RecordProcessor(
            "t", "d", dataset, null, new TextMapping(dataset, Mapping.IDENTITY), () -> NEXT);
    var record = JSON.createObjectNode().put("x", text);
    return !text.isEmpty() && processor.process(record, 1, NOW) instanceof Processed.Accepted;
  }
}
