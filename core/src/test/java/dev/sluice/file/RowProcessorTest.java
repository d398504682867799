package dev.sluice.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sluice.record.ColumnRoles;
import dev.sluice.record.DatasetSchema;
import dev.sluice.record.FieldError;
import dev.sluice.record.JsonataMapping;
import dev.sluice.record.Mapping;
import dev.sluice.record.Processed;
import dev.sluice.record.TypedRow;
import dev.sluice.record.Uuid7;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Rows become records, or say what is wrong with them. */
class RowProcessorTest {
  private static final Instant NOW = Instant.parse("2024-03-01T12:00:00Z");
  private static final DatasetSchema SCHEMA =
      DatasetSchema.of(
          JsonMapper.builder()
              .build()
              .readTree(
                  """
                  {"type": "object", "required": ["email", "age"], "additionalProperties": false,
                   "properties": {
                     "email": {"type": "string", "format": "email", "maxLength": 40},
                     "age": {"type": "integer", "minimum": 0, "maximum": 150},
                     "balance": {"type": "number", "multipleOf": 0.01},
                     "active": {"type": "boolean"},
                     "born": {"type": "string", "format": "date"},
                     "seen": {"type": "string", "format": "date-time"},
                     "ref": {"type": "string", "format": "uuid"},
                     "zip": {"type": "string", "pattern": "^[0-9]{5}$"},
                     "plan": {"enum": ["free", "paid"]},
                     "tags": {"type": "array", "items": {"type": "string"}},
                     "big": {"type": "number"}}}
                  """),
          ColumnRoles.keyed("email"));

  @TempDir Path scratch;
  private Uploads uploads;

  @BeforeEach
  void start() {
    uploads = new Uploads(scratch);
    uploads.expected = expected(false);
  }

  private static ExpectedColumns expected(boolean mapped) {
    return ExpectedColumns.of(
        SCHEMA, Map.of("E-mail", "email", "Alter", "age"), Set.of("Notes"), mapped);
  }

  private RowProcessor processor(FileFormat format, Mapping mapping) {
    return new RowProcessor(
        "default",
        "people",
        SCHEMA,
        expected(!mapping.equals(Mapping.IDENTITY)),
        mapping,
        format,
        new Uuid7(InstantSource.fixed(NOW), new Random(1))::next);
  }

  private List<Processed> process(String file) throws Exception {
    return process(file, Mapping.IDENTITY);
  }

  private List<Processed> process(String file, Mapping mapping) throws Exception {
    Received received = uploads.receive(file.getBytes(UTF_8));
    RowProcessor processor = processor(received.format(), mapping);
    TypedRow typed = new TypedRow(SCHEMA);
    return uploads.rows(
        received,
        row -> {
          Processed processed = processor.process(row, NOW);
          Processed.Rejected rejected = processor.read(row, NOW, typed);
          if (processed instanceof Processed.Accepted accepted) {
            assertNull(rejected);
            assertEquals(accepted.id(), typed.id());
            assertEquals(accepted.fingerprint().toString(), hex(typed.sha256()));
            for (int i = 0; i < accepted.values().size(); i++) {
              assertEquals(accepted.values().get(i), typed.value(i));
            }
          } else {
            assertEquals(processed, rejected);
          }
          return processed;
        });
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }

  private List<@Nullable Object> values(String file) throws Exception {
    return assertInstanceOf(Processed.Accepted.class, process(file).getFirst()).values();
  }

  private List<String> errors(String file) throws Exception {
    return errors(process(file).getFirst());
  }

  private static List<String> errors(Processed processed) {
    return assertInstanceOf(Processed.Rejected.class, processed).errors().stream()
        .map(error -> error.field() + ":" + error.code() + ":" + error.value())
        .toList();
  }

  @Test
  void texts_become_what_the_schema_says() throws Exception {
    String header = "E-mail,Alter,balance,active,born,seen,ref,zip,plan,tags,big,Notes\n";
    String row =
        "a@b.de, 042,-1.50,TRUE,1990-02-28,2024-01-15T10:30:00+01:00,"
            + "6F1D2C1E-7D0B-4B57-9A52-3F6D9C0F5A11,08123,paid,\"[\"\"x\"\"]\","
            + "+.5e3,whatever\n";
    assertEquals(
        Arrays.asList(
            "a@b.de",
            42L,
            new BigDecimal("-1.50"),
            true,
            LocalDate.of(1990, 2, 28),
            OffsetDateTime.parse("2024-01-15T09:30:00Z"),
            UUID.fromString("6f1d2c1e-7d0b-4b57-9a52-3f6d9c0f5a11"),
            "08123",
            "paid",
            "[\"x\"]",
            new BigDecimal("5E+2")),
        values(
            header
                + row.replace("6F1D2C1E", "6f1d2c1e")
                    .replace("7D0B-4B57-9A52-3F6D9C0F5A11", "7d0b-4b57-9a52-3f6d9c0f5a11")));
  }

  @Test
  void an_empty_field_is_no_value() throws Exception {
    assertEquals(
        Arrays.asList("a@b.de", 1L, null, null, null, null, null, null, null, null, null),
        values("email,age,balance,zip,plan\na@b.de,1,,\"\",\n"));
    assertEquals(List.of("email:required:null"), errors("email,age\n,1\n"));
  }

  @Test
  void what_does_not_convert_is_a_type_error_under_the_files_own_name() throws Exception {
    assertEquals(List.of("Alter:type:\"old\""), errors("E-mail,Alter\na@b.de,old\n"));
    assertEquals(List.of("age:type:\"1,000\""), errors("email,age\na@b.de,\"1,000\"\n"));
    assertEquals(List.of("active:type:\"maybe\""), errors("email,age,active\na@b.de,1,maybe\n"));
    assertEquals(List.of("tags:type:\"[x\""), errors("email,age,tags\na@b.de,1,[x\n"));
    assertEquals(List.of("age:type:1.5"), errors("email,age\na@b.de,1.5\n"));
    assertEquals(
        List.of("born:format:\"15.01.2024\""), errors("email,age,born\na@b.de,1,15.01.2024\n"));
  }

  @Test
  void everything_wrong_with_a_row_is_said_at_once() throws Exception {
    assertEquals(
        List.of(
            "E-mail:format:\"nobody\"",
            "Alter:maximum:200",
            "balance:scale:1.005",
            "zip:pattern:\"812\"",
            "plan:enum:\"gold\""),
        errors("E-mail,Alter,balance,zip,plan\nnobody,200,1.005,812,gold\n"));
  }

  @Test
  void big_integers_and_zeros_survive() throws Exception {
    String digits = "123456789012345678901234567890.10";
    assertEquals(
        new BigDecimal(digits), values("email,age,big\na@b.de,1," + digits + "\n").getLast());
  }

  @Test
  void a_row_that_cannot_be_read_says_so_with_its_line() throws Exception {
    List<Processed> rows = process("email,age\na@b.de,1,2\na@b.de\n\"a\"b,1\n");
    List<FieldError> first = assertInstanceOf(Processed.Rejected.class, rows.get(0)).errors();
    assertEquals("the row has 3 fields, the header 2 (line 2)", first.getFirst().message());
    assertEquals(List.of(":ragged:null"), errors(rows.get(1)));
    assertEquals(List.of(":quote:null"), errors(rows.get(2)));
  }

  @Test
  void json_has_its_own_types() throws Exception {
    List<Processed> rows =
        process(
            """
            {"E-mail": "a@b.de", "Alter": 42, "balance": 1.50, "Notes": {"x": 1}}
            {"E-mail": "a@b.de", "Alter": "42"}
            {"E-mail": "a@b.de", "Alter": 1, "more": 2}
            {"E-mail"
            7
            """);
    assertEquals(
        new BigDecimal("1.50"),
        assertInstanceOf(Processed.Accepted.class, rows.getFirst()).values().get(2));
    assertEquals(List.of("Alter:type:\"42\""), errors(rows.get(1)));
    assertEquals(List.of("more:unknown-field:2"), errors(rows.get(2)));
    assertEquals(List.of(":not-json:null"), errors(rows.get(3)));
    assertEquals(List.of(":type:7"), errors(rows.get(4)));
  }

  @Test
  void csv_and_json_of_one_record_are_one_record() throws Exception {
    Processed csv = process("Alter,E-mail,balance\n42,a@b.de,1.5\n").getFirst();
    Processed json = process("{\"email\": \"a@b.de\", \"age\": 42, \"balance\": 1.50}").getFirst();
    Processed.Accepted one = assertInstanceOf(Processed.Accepted.class, csv);
    Processed.Accepted other = assertInstanceOf(Processed.Accepted.class, json);
    assertEquals(one.id(), other.id());
    assertEquals(one.fingerprint(), other.fingerprint());
  }

  @Test
  void a_mapping_sees_texts_and_its_texts_are_converted() throws Exception {
    Mapping mapping =
        JsonataMapping.compile(
            """
            {"email": $lowercase(email), "age": age, "balance": $number(cents) / 100}
            """);
    uploads.expected = expected(true);
    List<Processed> rows = process("E-mail,Alter,cents\nA@B.DE,42,150\nA@B.DE,x,150\n", mapping);
    Processed.Accepted first = assertInstanceOf(Processed.Accepted.class, rows.getFirst());
    assertEquals("a@b.de", first.values().get(0));
    assertEquals(42L, first.values().get(1));
    assertEquals(0, new BigDecimal("1.5").compareTo((BigDecimal) first.values().get(2)));
    assertEquals(List.of("age:type:\"x\""), errors(rows.get(1)));
  }

  @Test
  void two_names_of_one_column_are_not_one_too_many_silently() throws Exception {
    String record = "{\"E-mail\": \"a@b.de\", \"email\": \"c@d.de\", \"age\": 1}";
    assertEquals(List.of("email:duplicate-column:null"), errors(record));
  }

  @Test
  void errors_speak_of_text_where_the_file_is_text() throws Exception {
    Processed csv = process("email,age,active\na@b.de,x,maybe\n").getFirst();
    assertEquals(
        List.of("is no whole number", "is neither true nor false"),
        assertInstanceOf(Processed.Rejected.class, csv).errors().stream()
            .map(FieldError::message)
            .toList());
  }

  @Test
  void cells_of_corrected_json_are_json() throws Exception {
    Received received =
        uploads.receive("email,age,tags,zip,_error_row\na@b.de,7,[\"x\"],12345,3\n");
    RowProcessor processor =
        processor(
            received.format().withJsonCells(),
            JsonataMapping.compile(
                "{'email': email, 'age': age + 1, 'tags': tags, 'zip': $string(zip)}"));
    Processed.Accepted accepted =
        assertInstanceOf(
            Processed.Accepted.class,
            uploads.rows(received, row -> processor.process(row, NOW)).getFirst());
    assertEquals(8L, accepted.values().get(1));
    assertEquals("12345", accepted.values().get(7));
  }

  @Test
  void a_file_without_a_header_goes_by_position() throws Exception {
    String columns = "a@b.de,42,1.5,true,1990-01-01,,,08123,free,,7\n";
    Received received = uploads.receive(columns + columns);
    assertEquals(2, received.rows());
    assertEquals("email", received.format().header().getFirst());
    assertEquals(2, process(columns + columns).size());
  }
}
