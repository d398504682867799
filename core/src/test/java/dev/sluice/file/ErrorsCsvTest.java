package dev.sluice.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.record.FieldError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** A file of errors opens in a spreadsheet, and comes back as it was. */
class ErrorsCsvTest {
  private static final Path SCRATCH = Path.of(System.getProperty("java.io.tmpdir"));
  private static final String OURS =
      "_error_row,_error_column,_error_code,_error_message,_error_hint";
  private static final List<FieldError> ERRORS =
      List.of(
          new FieldError("type", "age", "\"x\"", "must be integer", "send a number"),
          new FieldError("format", "mail", "\"y\"", "is not a valid email", "send a number"));

  /** All rows of a file as its errors. */
  private static String errors(Uploads uploads, Received received) throws IOException {
    List<byte[]> originals = uploads.rows(received, Row::original);
    List<Long> numbers = uploads.rows(received, Row::number);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ErrorsCsv csv = ErrorsCsv.start(out, received.format(), originals);
    for (int i = 0; i < originals.size(); i++) {
      csv.write(numbers.get(i), originals.get(i), ERRORS);
    }
    csv.flush();
    return out.toString(UTF_8);
  }

  private static String errors(String file) throws Exception {
    Uploads uploads = new Uploads(SCRATCH);
    return errors(uploads, uploads.receive(file));
  }

  @Test
  void columns_stay_in_their_order_and_ours_follow() throws Exception {
    assertEquals(
        "\uFEFFname,\"no\"\"te\",age,"
            + OURS
            + "\r\n"
            + "Zoë,\"a, \"\"b\"\"\r\n"
            + "c\",x,1,age; mail,type; format,must be integer; is not a valid email,send a"
            + " number\r\n"
            + ",,,2,age; mail,type; format,must be integer; is not a valid email,send a number\r\n",
        errors("name;\"no\"\"te\";age\r\nZoë;\"a, \"\"b\"\"\r\nc\";x\r\n;;\r\n"));
  }

  @Test
  void what_a_spreadsheet_would_compute_is_defused() throws Exception {
    String errors =
        errors("a,b,=c\n=1+1,+49 30,-5\n@x,\"\tx\",-1.5\n'=x,-5-5,'x\n=HYPERLINK(\"\"),--1,+\n");
    List<String> lines = errors.lines().toList();
    assertTrue(lines.get(0).startsWith("\uFEFFa,b,\"'=c\","), errors);
    assertTrue(lines.get(1).startsWith("\"'=1+1\",\"'+49 30\",-5,1,"), errors);
    assertTrue(lines.get(2).startsWith("\"'@x\",\"'\tx\",-1.5,2,"), errors);
    assertTrue(lines.get(3).startsWith("\"''=x\",\"'-5-5\",\"'x\",3,"), errors);
  }

  @Test
  void rows_that_could_not_be_read_are_shown_as_far_as_they_go() throws Exception {
    String errors = errors("a,b\n1\n1,2,3,\"4,5\"\n1,x\"y\n");
    List<String> lines = errors.lines().toList();
    assertTrue(lines.get(1).startsWith("1,,,1,"), errors);
    assertTrue(lines.get(2).startsWith("1,2,\"3,\"\"4,5\"\"\",2,"), errors);
    assertTrue(lines.get(2).endsWith(",send a number,"), "its surplus is its mark: " + errors);
    assertTrue(lines.get(3).startsWith("1,\"x\"\"y\",,3,"), errors);
    assertTrue(lines.get(3).matches(".*,send a number,type [0-9a-f]{16}"), errors);
    Received again = new Uploads(SCRATCH).receive(errors);
    assertEquals(3, again.rows());
  }

  @Test
  void properties_of_json_records_are_columns() throws Exception {
    String errors =
        errors(
            """
            {"name": "Zoë", "tags": ["a", {"b": 1.50}], "age": 007}
            {"name": "Zoë", "tags": ["a", {"b": 1.50}], "age": 7}
            {"age": null, "more": true, "name": "=x"}
            nonsense, really
            [1]
            """);
    List<String> lines = errors.lines().toList();
    assertEquals("\uFEFFname,tags,age,more,_error_surplus," + OURS + ",_error_mark", lines.get(0));
    assertTrue(lines.get(1).startsWith(",,,,\"{\"\"name\"\": \"\"Zoë\"\", \"\"tags"), errors);
    assertTrue(lines.get(2).startsWith("Zoë,\"[\"\"a\"\",{\"\"b\"\":1.50}]\",7,,,2,"), errors);
    assertTrue(lines.get(3).startsWith("\"'=x\",,,true,,3,"), errors);
    assertTrue(lines.get(4).startsWith(",,,,\"nonsense, really\",4,"), errors);
    assertTrue(lines.get(5).startsWith(",,,,[1],5,"), errors);
  }

  @Test
  void a_file_of_errors_is_one_of_the_same_columns() throws Exception {
    Uploads uploads = new Uploads(SCRATCH);
    Received received = uploads.receive(errors("a,=b\n'=x,=y\n2,3\n"));
    assertEquals(List.of("a", "=b"), received.format().header().subList(0, 2));
    assertEquals(List.of("'=x", "=y"), uploads.fields(received).getFirst().subList(0, 2));
    assertEquals(List.of(1L, 2L), uploads.rows(received, row -> row.corrects().orElseThrow()));
    // What is wrong with it again has the columns once.
    String again = errors(uploads, received);
    assertEquals("\uFEFFa,\"'=b\"," + OURS, again.lines().findFirst().orElseThrow());
    assertEquals(
        List.of("'=x", "=y"), uploads.fields(uploads.receive(again)).getFirst().subList(0, 2));
  }

  @Provide
  Arbitrary<List<List<String>>> tables() {
    Arbitrary<String> field =
        Arbitraries.oneOf(
            Arbitraries.strings().withChars("=+-@'\t\r\n,\"1x;é").ofMaxLength(6),
            Arbitraries.of("", "'", "''=", "-1", "'-1", "+1,5", "=", "'\t"));
    return field.list().ofSize(3).list().ofMinSize(1).ofMaxSize(10);
  }

  @Property(seed = "2026", tries = 500)
  void every_value_comes_back(@ForAll("tables") List<List<String>> table) throws Exception {
    StringBuilder file = new StringBuilder("sep=,\na,b,c\n");
    for (List<String> row : table) {
      List<String> quoted =
          row.stream().map(field -> '"' + field.replace("\"", "\"\"") + '"').toList();
      file.append(String.join(",", quoted)).append('\n');
    }
    Uploads uploads = new Uploads(SCRATCH);
    Received corrected = uploads.receive(errors(file.toString()));
    List<List<String>> fields = new ArrayList<>();
    for (List<String> row : uploads.fields(corrected)) {
      fields.add(row.subList(0, 3));
    }
    assertEquals(table, fields);
  }
}
