package dev.sluice.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.record.ColumnRoles;
import dev.sluice.record.DatasetSchema;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What cannot be taken is refused with a clear problem, and nothing of it is stored. */
class GarbageTest {
  @TempDir Path scratch;
  private Uploads uploads;

  @BeforeEach
  void start() {
    uploads = new Uploads(scratch);
  }

  private FileProblemException refused(String code, long line, InputStream file) {
    FileProblemException problem =
        assertThrows(FileProblemException.class, () -> uploads.receive(file));
    assertEquals(code, problem.code(), problem.getMessage());
    assertEquals(line, problem.line(), problem.getMessage());
    assertEquals(List.of(), uploads.keys());
    return problem;
  }

  private FileProblemException refused(String code, long line, byte[] file) {
    return refused(code, line, new ByteArrayInputStream(file));
  }

  private FileProblemException refused(String code, long line, String file) {
    return refused(code, line, file.getBytes(UTF_8));
  }

  /** As much of one byte as one likes, without holding it. */
  private static InputStream many(char c, long count) {
    return new InputStream() {
      private long left = count;

      @Override
      public int read() {
        return left-- > 0 ? c : -1;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        if (left <= 0) {
          return -1;
        }
        int n = (int) Math.min(length, left);
        Arrays.fill(bytes, offset, offset + n, (byte) c);
        left -= n;
        return n;
      }
    };
  }

  private static InputStream all(Object... parts) {
    InputStream whole = InputStream.nullInputStream();
    for (Object part : parts) {
      InputStream one =
          part instanceof String text
              ? new ByteArrayInputStream(text.getBytes(UTF_8))
              : (InputStream) part;
      whole = new SequenceInputStream(whole, one);
    }
    return whole;
  }

  @Test
  void files_without_rows() {
    refused("empty-file", 0, "");
    refused("empty-file", 0, "\uFEFF");
    refused("empty-file", 0, " \r\n\n\t ");
    refused("empty-file", 0, Uploads.gzip(new byte[0]));
    refused("empty-file", 0, new byte[] {(byte) 0xFE, (byte) 0xFF});
    refused("no-rows", 0, "a,b\n");
    refused("no-rows", 0, "a,b");
    refused("no-rows", 0, "a,b\r\n\r\n\r\n");
    refused("no-rows", 0, "[]");
    refused("no-rows", 0, Uploads.gzip("[ \n ]".getBytes(UTF_8)));
    refused("empty-file", 0, new Spreadsheet().sheet(1, "<row r='1'/>").bytes());
    refused("no-rows", 0, new Spreadsheet().sheet(1, "<row><c><v>1</v></c></row>").bytes());
  }

  @Test
  void files_of_another_type() {
    byte[] random = new byte[10_000];
    new Random(3).nextBytes(random);
    random[0] = 'x';
    refused("wrong-type", 0, random);
    refused("wrong-type", 0, new byte[10_000]);
    refused("wrong-type", 0, "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\u0001".getBytes(ISO_8859_1));
    refused("wrong-type", 0, "%PDF-1.7\n%....");
    refused("wrong-type", 0, "<!DOCTYPE html><html>");
    refused("wrong-type", 0, "\uFEFF<?xml version='1.0'?><a/>");
    refused("wrong-type", 0, "BZh91AY&SY");
    refused("wrong-type", 0, "\u007fELF\u0002\u0001\u0001\0\0\0\0\0".getBytes(ISO_8859_1));
    refused("wrong-type", 0, Uploads.gzip(Uploads.gzip("a\n1\n".getBytes(UTF_8))));
    byte[] old = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 1, 2};
    refused("wrong-type", 0, old);
    byte[] zip = new Spreadsheet().part("xl/workbook.xml", "<workbook/>").bytes();
    refused("wrong-type", 0, zip);
  }

  @Test
  void gzip_that_is_cut_short_or_damaged() {
    byte[] rows = "a,b\n1,2\n".repeat(1_000).getBytes(UTF_8);
    byte[] packed = Uploads.gzip(rows);
    for (int length = 3; length < packed.length; length++) {
      refused("truncated-gzip", 0, Arrays.copyOf(packed, length));
    }
    byte[] sum = packed.clone();
    sum[packed.length - 6] ^= 1;
    refused("damaged-gzip", 0, sum);
    byte[] more = Arrays.copyOf(packed, packed.length + 4);
    refused("damaged-gzip", 0, more);
    byte[] second = Arrays.copyOf(packed, packed.length + 9);
    System.arraycopy(packed, 0, second, packed.length, 9);
    refused("truncated-gzip", 0, second);
  }

  @Test
  void a_zip_bomb_is_refused_by_its_ratio() throws Exception {
    Path bomb = scratch.resolve("bomb.gz");
    try (var out = new java.util.zip.GZIPOutputStream(Files.newOutputStream(bomb))) {
      byte[] row = "0,0,0,0,0,0,0\n".repeat(5_000).getBytes(UTF_8);
      out.write("a,b,c,d,e,f,g\n".getBytes(UTF_8));
      for (int i = 0; i < 1_500; i++) {
        out.write(row);
      }
    }
    try (InputStream in = Files.newInputStream(bomb)) {
      FileProblemException problem = refused("limit-unpacked-ratio", 0, in);
      assertEquals(new FileProblemException.Limit("unpacked-ratio", 250), problem.limit());
    }
    StringBuilder rows = new StringBuilder();
    rows.append("<row><c><v>0</v></c></row>".repeat(3_000_000));
    refused("limit-unpacked-ratio", 0, new Spreadsheet().sheet(1, "" + rows).bytes());
  }

  @Test
  void files_beyond_the_absolute_limits() {
    uploads.limits = new FileLimits(100_000, 200_000, 250, 50, 4 << 20, 100, 10, 1 << 20);
    refused("limit-bytes", 0, all("a\n", many('x', 200_000)));
    refused(
        "limit-unpacked-bytes",
        0,
        Uploads.gzip(("x".repeat(9_999) + "\n").repeat(40).getBytes(UTF_8)));
    FileProblemException rows = refused("limit-rows", 52, "a\n" + "1\n".repeat(51));
    assertEquals("the file has too many rows; the limit is 50 rows (line 52)", rows.getMessage());
  }

  @Test
  void a_field_of_64_megabytes() {
    FileProblemException plain =
        refused("limit-record-bytes", 3, all("a,b\n1,2\n3,", many('x', 64 << 20), "\n"));
    assertEquals(
        "the record is too long, or a quote in it is not closed; the limit is 4194304 record bytes"
            + " (line 3)",
        plain.getMessage());
    refused("limit-record-bytes", 2, all("a,b\n1,\"", many('\n', 64 << 20), "\"\n"));
    refused("limit-record-bytes", 2, all("{}\n{\"a\":\"", many('x', 64 << 20), "\"}\n"));
    refused("limit-record-bytes", 2, all("[{},\n{\"a\":\"", many('x', 64 << 20), "\"}]\n"));
    refused("limit-record-bytes", 1, all("\"", many('x', 64 << 20), "\"\n1\n"));
    String cell = "<row><c t='str'><v>" + "x".repeat(5 << 20) + "</v></c></row>";
    refused("limit-record-bytes", 0, new Spreadsheet().sheet(1, cell).bytes());
  }

  @Test
  void two_million_columns() {
    FileProblemException problem =
        refused("limit-columns", 1, all("a", many(',', 2_000_000), "\n1\n"));
    assertEquals(new FileProblemException.Limit("columns", 4_096), problem.limit());
    assertEquals(
        "the header names too many columns; the limit is 4096 columns (line 1)",
        problem.getMessage());
  }

  @Test
  void a_row_of_two_million_fields_is_one_bad_row() throws Exception {
    Received received = uploads.receive(all("a,b\n1,2\n", many(',', 2_000_000), "\n3,4\n"));
    assertEquals(
        List.of("null", "TOO_MANY", "null"),
        uploads.rows(received, row -> String.valueOf(row.problem)));
  }

  @Test
  void headers_that_name_a_column_twice_or_not_at_all() {
    refused("duplicate-header", 1, "a,b,a\n1,2,3\n");
    refused("missing-header", 1, "a,,c\n1,2,3\n");
    refused("missing-header", 2, "\na,b,\n1,2,3\n");
    refused("header-quote", 1, "a,\"b\"x\n1,2\n");
    refused("open-quote", 1, "a,\"b\n1,2\n");
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
        refused("unknown-column", 1, "emial,name\nx,y\n").getMessage());
    assertEquals(
        "the header lacks `name`, which every record must have (line 1)",
        refused("missing-column", 1, "E-mail,Notes,age\nx,y,1\n").getMessage());
    assertEquals(
        "the header has `E-mail` and `Mail`, which are one column (line 1)",
        refused("duplicate-header", 1, "E-mail,Mail,name\nx,y,1\n").getMessage());
    refused("unknown-column", 1, "foo,bar,baz\nx,y,1\n");
  }

  @Test
  void a_file_that_stops_inside_a_quote() {
    assertEquals(
        "the file ends inside the quotes of a field of this record (line 3)",
        refused("open-quote", 3, "a,b\n1,2\n3,\"x\n4,5\n").getMessage());
    refused("open-quote", 2, "a\n\"");
    refused("open-quote", 2, "a\n\"x\"\"");
  }

  @Test
  void arrays_that_are_no_json_as_a_whole() {
    refused("not-json", 3, "[{},\n{}\n");
    refused("not-json", 2, "[{},\n]");
    refused("not-json", 1, "[{}] x");
    refused("not-json", 1, "[{}}]");
    refused("not-json", 2, "[{\"a\": \"x\ny\"}]");
    refused("not-ndjson", 1, "{\n  \"a\": 1\n}\n");
  }

  @Test
  void text_that_is_not_in_its_encoding() {
    byte[] half = "a\nxy\n".getBytes(UTF_16);
    refused("encoding", 2, Arrays.copyOf(half, half.length - 1));
    byte[] lone = "\uFEFFa\nb\n\uD800".getBytes(ISO_8859_1);
    refused(
        "encoding",
        3,
        new byte[] {
          (byte) 0xFF, (byte) 0xFE, 'a', 0, '\n', 0, 'b', 0, '\n', 0, 0, (byte) 0xD8, 'x', 0
        });
    assertFalse(lone.length == 0);
    uploads.declared = new Declared(null, "text/csv; charset=klingon");
    refused("unknown-charset", 0, "a\n1\n");
  }

  @Test
  void spreadsheets_that_are_damaged_or_ambiguous() {
    byte[] whole =
        new Spreadsheet()
            .sheet(1, "<row><c t='str'><v>a</v></c></row><row><c><v>1</v></c></row>".repeat(200))
            .bytes();
    for (int length = 4; length < whole.length - 400; length += 7) {
      byte[] cut = Arrays.copyOf(whole, length);
      FileProblemException problem =
          assertThrows(FileProblemException.class, () -> uploads.receive(cut));
      assertEquals(List.of(), uploads.keys());
      assertFalse(String.valueOf(problem.getMessage()).isEmpty());
    }
    String row = "<row><c><v>1</v></c></row>";
    refused(
        "several-sheets",
        0,
        new Spreadsheet()
            .workbook("<sheet r:id='rId1'/><sheet r:id='rId2'/>")
            .sheet(1, row)
            .sheet(2, row)
            .bytes());
    for (String bad :
        List.of(
            "<row><c t='s'><v>7</v></c></row>",
            "<row><c r='ZZZZ1'><v>7</v></c></row>",
            "<row><c r='B1'><v>7</v></c><c r='A1'><v>7</v></c></row>",
            "<row><c>",
            "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><row><c><v>&e;</v></c></row>")) {
      refused("damaged-xlsx", 0, new Spreadsheet().sheet(1, bad).bytes());
    }
    assertEquals(0, count(scratch));
  }

  private static long count(Path folder) {
    try (var files = Files.list(folder)) {
      return files.count();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void rows_that_cannot_be_read_are_bad_rows_beside_good_ones() throws Exception {
    String file =
        "a,b\n"
            + "1,2\n"
            + "1\n"
            + "1,2,3\n"
            + "x\"y,2\n"
            + "\"x\"y,2\n"
            + "\"x\" ,2\n"
            + "5'9\" or 6'1\",ok\n"
            + "\"a\"\"b\",\"\"\n"
            + "1,\0\n";
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
}
