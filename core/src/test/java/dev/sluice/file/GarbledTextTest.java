package dev.sluice.file;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.record.ColumnRoles;
import dev.sluice.record.DatasetSchema;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Headers, quotes and texts that are wrong refuse a file; rows that are wrong are bad rows. */
class GarbledTextTest {
  @TempDir Path scratch;
  private Uploads uploads;

  @BeforeEach
  void start() {
    uploads = new Uploads(scratch);
  }

  @Test
  void headers_that_name_a_column_twice_or_not_at_all() {
    uploads.refused("duplicate-header", 1, "a,b,a\n1,2,3\n");
    uploads.refused("missing-header", 1, "a,,c\n1,2,3\n");
    uploads.refused("missing-header", 2, "\na,b,\n1,2,3\n");
    uploads.refused("header-quote", 1, "a,\"b\"x\n1,2\n");
    uploads.refused("open-quote", 1, "a,\"b\n1,2\n");
  }

  @Test
  void headers_that_are_not_the_datasets() {
    DatasetSchema schema =
        DatasetSchema.of(
            JsonMapper.builder()
                .build()
                .readTree(
                    """
                    {"type": "object", "required": ["email", "name"], "properties": {
                      "email": {"type": "string"}, "name": {"type": "string"},
                      "age": {"type": "integer"}}}
                    """),
            ColumnRoles.NONE);
    uploads.expected =
        ExpectedColumns.of(
            schema, Map.of("E-mail", "email", "Mail", "email"), Set.of("Notes"), false);
    assertEquals(
        "the dataset has no column `emial`: did you mean `email`? (line 1)",
        uploads.refused("unknown-column", 1, "emial,name\nx,y\n").getMessage());
    assertEquals(
        "the header lacks `name`, which every record must have (line 1)",
        uploads.refused("missing-column", 1, "E-mail,Notes,age\nx,y,1\n").getMessage());
    assertEquals(
        "the header has `E-mail` and `Mail`, which are one column (line 1)",
        uploads.refused("duplicate-header", 1, "E-mail,Mail,name\nx,y,1\n").getMessage());
    uploads.refused("unknown-column", 1, "foo,bar,baz\nx,y,1\n");
  }

  @Test
  void a_file_that_stops_inside_a_quote() {
    assertEquals(
        "the file ends inside the quotes of a field of this record (line 3)",
        uploads.refused("open-quote", 3, "a,b\n1,2\n3,\"x\n4,5\n").getMessage());
    uploads.refused("open-quote", 2, "a\n\"");
    uploads.refused("open-quote", 2, "a\n\"x\"\"");
  }

  @Test
  void arrays_that_are_no_json_as_a_whole() {
    uploads.refused("not-json", 3, "[{},\n{}\n");
    uploads.refused("not-json", 2, "[{},\n]");
    uploads.refused("not-json", 1, "[{}] x");
    uploads.refused("not-json", 1, "[{}}]");
    uploads.refused("not-json", 2, "[{\"a\": \"x\ny\"}]");
    uploads.refused("not-ndjson", 1, "{\n  \"a\": 1\n}\n");
  }

  @Test
  void text_that_is_not_in_its_encoding() {
    byte[] half = "a\nxy\n".getBytes(UTF_16);
    uploads.refused("encoding", 2, Arrays.copyOf(half, half.length - 1));
    uploads.refused(
        "encoding",
        3,
        new byte[] {
          (byte) 0xFF, (byte) 0xFE, 'a', 0, '\n', 0, 'b', 0, '\n', 0, 0, (byte) 0xD8, 'x', 0
        });
    uploads.declared = new Declared(null, "text/csv; charset=klingon");
    uploads.refused("unknown-charset", 0, "a\n1\n");
  }

  @Test
  void rows_that_cannot_be_read_are_bad_rows_beside_good_ones() throws Exception {
    String file =
        """
        a,b
        1,2
        1
        1,2,3
        x"y,2
        "x"y,2
        "x" ,2
        5'9" or 6'1",ok
        "a""b",""
        1,\0
        """;
    byte[] bytes = (file + "1,?\n3,4\n").getBytes(UTF_8);
    bytes[bytes.length - 6] = (byte) 0xFF;
    uploads.declared = new Declared(null, "text/csv; charset=utf-8");
    assertEquals(
        List.of(
            "2 null",
            "3 TOO_FEW",
            "4 TOO_MANY",
            "5 QUOTE",
            "6 QUOTE",
            "7 QUOTE",
            "8 null",
            "9 null",
            "10 NUL",
            "11 ENCODING",
            "12 null"),
        uploads.rows(uploads.receive(bytes), row -> row.line() + " " + row.problem));
  }

  @Test
  void a_row_of_two_million_fields_is_one_bad_row() throws Exception {
    Received received =
        uploads.receive(Endless.all("a,b\n1,2\n", Endless.many(',', 2_000_000), "\n3,4\n"));
    assertEquals(
        List.of("null", "TOO_MANY", "null"),
        uploads.rows(received, row -> String.valueOf(row.problem)));
  }
}
