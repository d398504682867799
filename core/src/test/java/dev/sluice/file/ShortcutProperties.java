package dev.sluice.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.sluice.record.ColumnRoles;
import dev.sluice.record.ColumnType;
import dev.sluice.record.DatasetSchema;
import dev.sluice.record.Mapping;
import dev.sluice.record.Processed;
import dev.sluice.record.RecordProcessor;
import dev.sluice.record.RecordSchema;
import dev.sluice.record.TextMapping;
import dev.sluice.record.TextRows;
import dev.sluice.record.TypedRow;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The short way from a row to its record says nothing that the general way does not say. */
class ShortcutProperties {
  private static final Path SCRATCH = Path.of(System.getProperty("java.io.tmpdir"));
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final Instant NOW = Instant.parse("2024-03-01T12:00:00.123456789Z");
  private static final UUID NEXT = UUID.fromString("018f0000-0000-7000-8000-000000000001");

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
  private record Cell(String property, String value) {}

  @Provide
  Arbitrary<List<Cell>> cells() {
    Arbitrary<String> any =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.of(TEXTS)),
            Tuple.of(1, Arbitraries.of(TEXTS).flatMap(ShortcutProperties::mutated)));
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

  @Property(tries = 6000)
  void both_ways_agree(
      @ForAll("cells") List<Cell> cells,
      @ForAll Set<Integer> required,
      @ForAll boolean keyed,
      @ForAll boolean platform,
      @ForAll boolean closed)
      throws Exception {
    StringBuilder text = new StringBuilder("{'type':'object','additionalProperties':" + !closed);
    text.append(",'$defs':{'money':{'type':'number','multipleOf':0.01}}");
    List<String> properties = cells.stream().map(Cell::property).toList();
    List<String> names = new ArrayList<>();
    List<String> needed = new ArrayList<>();
    text.append(",'properties':{");
    for (int i = 0; i < properties.size(); i++) {
      // Not in the order of the alphabet, and one that JSON escapes.
      String name = List.of("m", "b\"x", "é", "a").get(i);
      names.add(name);
      if (required.contains(i)) {
        needed.add("'" + name.replace("\"", "\\\"") + "'");
      }
      text.append(i == 0 ? "" : ",").append("'").append(name.replace("\"", "\\\"")).append("':");
      text.append(properties.get(i));
    }
    if (platform) {
      text.append(",'id':{'type':'string','format':'uuid'}");
      text.append(",'processedAt':{'type':'string','format':'date-time'}");
      needed.add("'id'");
    }
    text.append("},'required':[").append(String.join(",", needed)).append("]}");
    JsonNode schema = JSON.readTree(text.toString().replace('\'', '"'));
    if (!RecordSchema.problems(schema).isEmpty()) {
      throw new AssertionError(RecordSchema.problems(schema));
    }
    DatasetSchema plain = DatasetSchema.of(schema, ColumnRoles.NONE);
    boolean key = keyed && plain.columns().getFirst().type() != ColumnType.JSONB;
    DatasetSchema dataset =
        DatasetSchema.of(schema, key ? ColumnRoles.keyed(names.getFirst()) : ColumnRoles.NONE);
    agree(dataset, names, cells.stream().map(Cell::value).toList());
  }

  private static void agree(DatasetSchema schema, List<String> names, List<String> values)
      throws Exception {
    StringBuilder file = new StringBuilder();
    for (List<String> row : List.of(names, values)) {
      for (int i = 0; i < row.size(); i++) {
        file.append(i == 0 ? "" : ",");
        file.append('"').append(row.get(i).replace("\"", "\"\"")).append('"');
      }
      file.append("\n");
    }
    Uploads uploads = new Uploads(SCRATCH);
    Received received = uploads.receive("sep=,\n" + file);
    RowProcessor processor =
        new RowProcessor(
            "ten\"ant",
            "data",
            schema,
            ExpectedColumns.of(schema, Map.of(), Set.of(), false),
            Mapping.IDENTITY,
            received.format(),
            () -> NEXT);
    TypedRow typed = new TypedRow(schema);
    uploads.rows(
        received,
        row -> {
          Processed general = processor.withoutShortcut().process(row, NOW);
          boolean shortcut = processor.takesShortcut(row, NOW, typed);
          Statistics.collect(shortcut ? "short" : "general", general.getClass().getSimpleName());
          Processed.@Nullable Rejected rejected = processor.read(row, NOW, typed);
          switch (general) {
            case Processed.Rejected expected -> assertEquals(expected, rejected);
            case Processed.Accepted expected -> {
              assertEquals(null, rejected);
              assertEquals(expected.id(), typed.id());
              assertEquals(expected.size(), typed.size());
              assertArrayEquals(expected.fingerprint().sha256(), typed.sha256());
              assertArrayEquals(expected.fingerprint().md5(), typed.md5());
              for (int i = 0; i < schema.columns().size(); i++) {
                assertEquals(
                    expected.values().get(i), typed.value(i), schema.columns().get(i).name());
              }
            }
          }
          return row.number();
        });
  }

  @Test
  void common_schemas_take_the_short_way() {
    JsonNode schema =
        JSON.readTree(
            """
            {"type": "object", "required": ["customerId", "email"], "additionalProperties": false,
             "properties": {
               "customerId": {"type": "string", "pattern": "^C[0-9]{8}$"},
               "email": {"type": "string", "format": "email", "maxLength": 254},
               "firstName": {"type": ["string", "null"], "maxLength": 100},
               "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
               "signupDate": {"type": ["string", "null"], "format": "date"},
               "balance": {"type": ["number", "null"], "multipleOf": 0.01},
               "updatedAt": {"type": "string", "format": "date-time"}}}
            """);
    DatasetSchema dataset = DatasetSchema.of(schema, ColumnRoles.keyed("customerId"));
    List<String> names = dataset.columns().stream().map(column -> column.name()).toList();
    FileFormat format = FileFormat.csv(names);
    RowProcessor processor =
        new RowProcessor(
            "default",
            "contacts",
            dataset,
            ExpectedColumns.ANY,
            Mapping.IDENTITY,
            format,
            () -> NEXT);
    byte[] line =
        "C00000001,anna@firma-x.de,Änna,DE,2024-02-29,-12.5,2024-03-01T10:00:00+01:00"
            .getBytes(UTF_8);
    Row row = new Row(format);
    new CsvFields(line, line.length, ',', '"').read(row.fields);
    TypedRow typed = new TypedRow(dataset);
    assertEquals(true, processor.takesShortcut(row, NOW, typed));
    assertEquals("Änna", typed.value(2));
    assertNotNull(TextRows.compile("t", "d", dataset, Arrays.asList("email", null), () -> NEXT));
  }
}
