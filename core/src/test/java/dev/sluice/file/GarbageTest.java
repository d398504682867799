package dev.sluice.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that cannot be taken are refused with a clear problem, and nothing of them is stored. */
class GarbageTest {
  @TempDir Path scratch;
  private Uploads uploads;

  @BeforeEach
  void start() {
    uploads = new Uploads(scratch);
  }

  @Test
  void files_without_rows() {
    uploads.refused("empty-file", 0, "");
    uploads.refused("empty-file", 0, "\uFEFF");
    uploads.refused("empty-file", 0, " \r\n\n\t ");
    uploads.refused("empty-file", 0, Uploads.gzip(new byte[0]));
    uploads.refused("empty-file", 0, new byte[] {(byte) 0xFE, (byte) 0xFF});
    for (String file : List.of("sep=;", "sep=;\n", "sep=;\r", "sep=;\r\n", "sep=,\n \n\n")) {
      uploads.refused("empty-file", 0, file);
      uploads.refused("empty-file", 0, "\uFEFF" + file);
    }
    uploads.refused("no-rows", 0, "sep=;\na;b\n");
    uploads.refused("no-rows", 0, "a,b\n");
    uploads.refused("no-rows", 0, "a,b");
    uploads.refused("no-rows", 0, "a,b\r\n\r\n\r\n");
    uploads.refused("no-rows", 0, "[]");
    uploads.refused("no-rows", 0, Uploads.gzip("[ \n ]".getBytes(UTF_8)));
    uploads.refused("empty-file", 0, new Spreadsheet().sheet(1, "<row r='1'/>").bytes());
    uploads.refused("no-rows", 0, new Spreadsheet().sheet(1, "<row><c><v>1</v></c></row>").bytes());
  }

  @Test
  void files_of_another_type() {
    byte[] random = new byte[10_000];
    new Random(3).nextBytes(random);
    random[0] = 'x';
    uploads.refused("wrong-type", 0, random);
    uploads.refused("wrong-type", 0, new byte[10_000]);
    uploads.refused(
        "wrong-type", 0, "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\u0001".getBytes(ISO_8859_1));
    uploads.refused("wrong-type", 0, "%PDF-1.7\n%....");
    uploads.refused("wrong-type", 0, "<!DOCTYPE html><html>");
    uploads.refused("wrong-type", 0, "\uFEFF<?xml version='1.0'?><a/>");
    uploads.refused("wrong-type", 0, "BZh91AY&SY");
    uploads.refused("wrong-type", 0, "\u007fELF\u0002\u0001\u0001\0\0\0\0\0".getBytes(ISO_8859_1));
    uploads.refused("wrong-type", 0, Uploads.gzip(Uploads.gzip("a\n1\n".getBytes(UTF_8))));
    byte[] old = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 1, 2};
    uploads.refused("wrong-type", 0, old);
    byte[] zip = new Spreadsheet().part("xl/workbook.xml", "<workbook/>").bytes();
    uploads.refused("wrong-type", 0, zip);
  }

  @Test
  void gzip_that_is_cut_short_or_damaged() {
    byte[] rows = "a,b\n1,2\n".repeat(1_000).getBytes(UTF_8);
    byte[] packed = Uploads.gzip(rows);
    for (int length = 3; length < packed.length; length++) {
      uploads.refused("truncated-gzip", 0, Arrays.copyOf(packed, length));
    }
    byte[] sum = packed.clone();
    sum[packed.length - 6] ^= 1;
    uploads.refused("damaged-gzip", 0, sum);
    byte[] more = Arrays.copyOf(packed, packed.length + 4);
    uploads.refused("damaged-gzip", 0, more);
    byte[] second = Arrays.copyOf(packed, packed.length + 9);
    System.arraycopy(packed, 0, second, packed.length, 9);
    uploads.refused("truncated-gzip", 0, second);
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
      FileProblemException problem = uploads.refused("limit-unpacked-ratio", 0, in);
      assertEquals(new FileProblemException.Limit("unpacked-ratio", 250), problem.limit());
    }
    StringBuilder rows = new StringBuilder();
    rows.append("<row><c><v>0</v></c></row>".repeat(3_000_000));
    uploads.refused("limit-unpacked-ratio", 0, new Spreadsheet().sheet(1, "" + rows).bytes());
  }

  @Test
  void files_beyond_the_absolute_limits() {
    uploads.limits = new FileLimits(100_000, 200_000, 250, 50, 4 << 20, 100, 10, 1 << 20);
    uploads.refused("limit-bytes", 0, Endless.all("a\n", Endless.many('x', 200_000)));
    uploads.refused(
        "limit-unpacked-bytes",
        0,
        Uploads.gzip(("x".repeat(9_999) + "\n").repeat(40).getBytes(UTF_8)));
    FileProblemException rows = uploads.refused("limit-rows", 52, "a\n" + "1\n".repeat(51));
    assertEquals("the file has too many rows; the limit is 50 rows (line 52)", rows.getMessage());
  }

  @Test
  void a_field_of_64_megabytes() {
    FileProblemException plain =
        uploads.refused(
            "limit-record-bytes",
            3,
            Endless.all("a,b\n1,2\n3,", Endless.many('x', 64 << 20), "\n"));
    assertEquals(
        "the record is too long, or a quote in it is not closed; the limit is 4194304 record bytes"
            + " (line 3)",
        plain.getMessage());
    uploads.refused(
        "limit-record-bytes", 2, Endless.all("a,b\n1,\"", Endless.many('\n', 64 << 20), "\"\n"));
    uploads.refused(
        "limit-record-bytes",
        2,
        Endless.all("{}\n{\"a\":\"", Endless.many('x', 64 << 20), "\"}\n"));
    uploads.refused(
        "limit-record-bytes",
        2,
        Endless.all("[{},\n{\"a\":\"", Endless.many('x', 64 << 20), "\"}]\n"));
    uploads.refused(
        "limit-record-bytes", 1, Endless.all("\"", Endless.many('x', 64 << 20), "\"\n1\n"));
    String cell = "<row><c t='str'><v>" + "x".repeat(5 << 20) + "</v></c></row>";
    uploads.refused("limit-record-bytes", 0, new Spreadsheet().sheet(1, cell).bytes());
  }

  @Test
  void two_million_columns() {
    FileProblemException problem =
        uploads.refused(
            "limit-columns", 1, Endless.all("a", Endless.many(',', 2_000_000), "\n1\n"));
    assertEquals(new FileProblemException.Limit("columns", 4_096), problem.limit());
    assertEquals(
        "the header names too many columns; the limit is 4096 columns (line 1)",
        problem.getMessage());
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
    uploads.refused(
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
      uploads.refused("damaged-xlsx", 0, new Spreadsheet().sheet(1, bad).bytes());
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
}
