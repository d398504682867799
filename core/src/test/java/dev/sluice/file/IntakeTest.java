package dev.sluice.file;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as people send them. */
class IntakeTest {
  private static final String TABLE = "name,note\nZoë,\"a, b\"\nMax,naïve\n";
  private static final List<List<String>> ROWS =
      List.of(List.of("Zoë", "a, b"), List.of("Max", "naïve"));

  @TempDir Path scratch;
  private Uploads uploads;

  @BeforeEach
  void start() {
    uploads = new Uploads(scratch);
  }

  private void reads(byte[] file) throws Exception {
    Received received = uploads.receive(file);
    assertEquals(List.of("name", "note"), received.format().header());
    assertEquals(ROWS, uploads.fields(received));
    assertEquals(file.length, received.original().size());
  }

  @Test
  void chunks_give_back_rows_with_their_numbers_and_lines() throws Exception {
    uploads.limits = FileLimits.DEFAULT.withChunks(2, 1 << 20);
    Received received = uploads.receive("a,b\n1,\"x\ny\"\r\n\n2,z\r3,\"q\"\"\"\n\n4,\n5,5");
    assertEquals(3, received.chunks().size());
    assertEquals(
        List.of(
            "1@2[1, x\ny]1,\"x\ny\"",
            "2@5[2, z]2,z",
            "3@6[3, q\"]3,\"q\"\"\"",
            "4@8[4, ]4,",
            "5@9[5, 5]5,5"),
        uploads.rows(
            received,
            row ->
                row.number()
                    + "@"
                    + row.line()
                    + row.fields()
                    + new String(row.original(), UTF_8)));
  }

  @Test
  void a_chunk_ends_by_bytes_where_rows_are_long() throws Exception {
    uploads.limits = FileLimits.DEFAULT.withChunks(10_000, 1_000);
    Received received = uploads.receive("a\n" + ("x".repeat(600) + "\n").repeat(7));
    assertEquals(List.of(2, 2, 2, 1), received.chunks().stream().map(Chunk::rows).toList());
    assertEquals(7, uploads.fields(received).size());
  }

  @Test
  void encodings_are_recognised() throws Exception {
    reads(TABLE.getBytes(UTF_8));
    reads(("\uFEFF" + TABLE).getBytes(UTF_8));
    reads(TABLE.getBytes(UTF_16));
    reads(("\uFEFF" + TABLE).getBytes(UTF_16LE));
    reads(TABLE.getBytes(UTF_16LE));
    reads(TABLE.getBytes(UTF_16BE));
    reads(("\uFEFF" + TABLE).getBytes(Charset.forName("UTF-32LE")));
    reads(TABLE.getBytes(Charset.forName("windows-1252")));
  }

  @Test
  void utf_16_without_a_mark_is_recognised_in_any_script() throws Exception {
    for (String text :
        List.of("Строка номер 1", "日本語テキスト　一、上不", "उपयोग", "한국어 텍스트", "上海市は日本".repeat(20_000))) {
      for (Charset charset : List.of(UTF_16LE, UTF_16BE)) {
        for (int rows : List.of(1, 50)) {
          byte[] file = ("line;n\n" + (text + ";7\n").repeat(rows)).getBytes(charset);
          Received received = uploads.receive(file);
          assertEquals("UTF-8", received.format().charset().name());
          assertEquals(List.of("line", "n"), received.format().header());
          assertEquals(List.of(text, "7"), uploads.fields(received).getLast());
        }
        String json = "[{\"a\": \"" + text + "\"}]";
        assertEquals(
            List.of("{\"a\": \"" + text + "\"}"),
            uploads.originals(uploads.receive(json.getBytes(charset))));
      }
    }
  }

  @Test
  void a_file_with_a_nul_is_not_windows_1252() throws Exception {
    byte[] file = "a,b\nplain,\0\nZo\u00EB,2\nx,3\n".getBytes(Charset.forName("windows-1252"));
    Received received = uploads.receive(file);
    assertEquals("UTF-8", received.format().charset().name());
    assertEquals(
        List.of("NUL", "ENCODING", "null"),
        uploads.rows(received, row -> String.valueOf(row.problem)));
  }

  @Test
  void a_declared_charset_counts() throws Exception {
    uploads.declared = new Declared("x.csv", "text/csv; charset=ISO-8859-15");
    assertEquals(
        List.of(List.of("5 €")),
        uploads.fields(uploads.receive("price\n5 €\n".getBytes(Charset.forName("ISO-8859-15")))));
    uploads.declared = new Declared("x.csv", "text/csv; charset=\"latin1\"");
    reads(TABLE.getBytes(Charset.forName("windows-1252")));
  }

  @Test
  void windows_1252_may_show_only_at_the_end() throws Exception {
    byte[] file =
        ("a\n" + "plain\n".repeat(100_000) + "Zo\u00EB\n")
            .getBytes(Charset.forName("windows-1252"));
    Received received = uploads.receive(file);
    assertEquals("windows-1252", received.format().charset().name());
    assertEquals(List.of("Zoë"), uploads.fields(received).getLast());
  }

  @Test
  void one_damaged_character_does_not_make_a_file_windows_1252() throws Exception {
    byte[] file = "a\nZoë\nMaë\nx?\n".getBytes(UTF_8);
    file[file.length - 2] = (byte) 0xE4;
    Received received = uploads.receive(file);
    assertEquals("UTF-8", received.format().charset().name());
    assertEquals(
        List.of("null", "null", "ENCODING"),
        uploads.rows(received, row -> String.valueOf(row.problem)));
  }

  @Test
  void delimiters_are_recognised() throws Exception {
    for (String delimiter : List.of(",", ";", "\t", "|")) {
      String file = "id;name;note\n1;\"x;y\";5,5\n2;z;6,5\n".replace(";", delimiter);
      Received received = uploads.receive(file);
      assertEquals(delimiter.charAt(0), received.format().delimiter());
      assertEquals(List.of("id", "name", "note"), received.format().header());
    }
    assertEquals(
        List.of(List.of("hello, you"), List.of("a; b; c")),
        uploads.fields(uploads.receive("note\n\"hello, you\"\n\"a; b; c\"\n")));
    assertEquals(
        List.of(List.of("1", "2")), uploads.fields(uploads.receive("sep=;\r\na;b\r\n1;2\r\n")));
  }

  @Test
  void quotes_are_recognised() throws Exception {
    Received received = uploads.receive("'a','b'\n'1, 2','it''s'\n'3','4'\n");
    assertEquals('\'', received.format().quote());
    assertEquals(List.of("a", "b"), received.format().header());
    assertEquals(List.of(List.of("1, 2", "it's"), List.of("3", "4")), uploads.fields(received));
    assertEquals(
        List.of(List.of("'tis", "1"), List.of("x", "2")),
        uploads.fields(uploads.receive("word,n\n'tis,1\nx,2\n")));
  }

  @Test
  void an_apostrophe_that_nothing_closes_is_no_quote() throws Exception {
    Received received = uploads.receive("a\tb\tc\n\"\"\t\"\t'\"\t\"\"\n");
    assertEquals('"', received.format().quote());
    assertEquals(List.of(List.of("", "\t'", "")), uploads.fields(received));
  }

  @Test
  void what_is_gzipped_is_read_from_a_copy() throws Exception {
    byte[] file = Uploads.gzip(TABLE.getBytes(UTF_8));
    Received received = uploads.receive(file);
    assertEquals("up/copy", received.readable());
    assertTrue(received.format().gzipped());
    assertEquals(ROWS, uploads.fields(received));
    assertEquals(List.of("up/copy", "up/original"), uploads.keys());
    reads(Uploads.gzip(TABLE.getBytes(UTF_16)));
  }

  @Test
  void gzip_of_several_members_is_read_whole() throws Exception {
    byte[] one = Uploads.gzip("a\n1\n".getBytes(UTF_8));
    byte[] two = Uploads.gzip("2\n".getBytes(UTF_8));
    byte[] both = new byte[one.length + two.length];
    System.arraycopy(one, 0, both, 0, one.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    assertEquals(2, uploads.receive(new OneByOne(both)).rows());
  }

  @Test
  void what_can_be_cut_is_not_copied() throws Exception {
    Received received = uploads.receive(TABLE);
    assertEquals("up/original", received.readable());
    assertEquals(List.of("up/original"), uploads.keys());
  }

  @Test
  void lines_of_json_are_kept_as_they_are() throws Exception {
    String file = "{\"a\": 007}\r\n\n  {\"a\": 12345678901234567890}  \n{}";
    Received received = uploads.receive("\uFEFF" + file);
    assertEquals(FileFormat.Sent.NDJSON, received.format().sent());
    assertEquals(
        List.of("{\"a\": 007}", "{\"a\": 12345678901234567890}", "{}"),
        uploads.originals(received));
    assertEquals(List.of(1L, 3L, 4L), uploads.rows(received, Row::line));
  }

  @Test
  void elements_of_an_array_become_lines_as_they_stood() throws Exception {
    String file =
        " [\n{\"a\": 1.50, \"b\": \"x\\\"],[ y\"},\n {\"c\":\n [1,\n 2]}\n, 7, \"]\", [] ]\n";
    for (byte[] bytes :
        List.of(file.getBytes(UTF_8), file.getBytes(UTF_16), Uploads.gzip(file.getBytes(UTF_8)))) {
      Received received = uploads.receive(bytes);
      assertEquals(FileFormat.Sent.JSON_ARRAY, received.format().sent());
      assertEquals("up/copy", received.readable());
      assertEquals(
          List.of("{\"a\": 1.50, \"b\": \"x\\\"],[ y\"}", "{\"c\":  [1,  2]}", "7", "\"]\"", "[]"),
          uploads.originals(received));
    }
  }

  @Test
  void a_header_may_have_brackets() throws Exception {
    assertEquals(List.of("[id]", "{x}"), uploads.receive("[id],{x}\n1,2\n").format().header());
    assertEquals(List.of("[note]"), uploads.receive("[note]\n1\n").format().header());
  }

  @Test
  void a_stored_file_is_read_as_one_that_arrives() throws Exception {
    byte[] file = Uploads.gzip(TABLE.getBytes(UTF_8));
    uploads.store.put("here", new ByteArrayInputStream(file));
    Received received =
        new Intake(uploads.store, FileLimits.DEFAULT, scratch)
            .receiveStored("here", Declared.NOTHING, ExpectedColumns.ANY, "copy");
    assertEquals(ROWS, uploads.fields(received));
    assertEquals(List.of("copy", "here"), uploads.keys());
  }

  @Test
  void a_sender_who_goes_away_leaves_nothing() {
    IOException gone = new IOException("gone");
    assertEquals(
        gone,
        assertThrows(
            IOException.class,
            () -> uploads.receive(OneByOne.thenFails(TABLE.getBytes(UTF_8), gone))));
    assertEquals(List.of(), uploads.keys());
  }

  @Test
  void a_header_longer_than_the_sample_is_read() throws Exception {
    String name = "n".repeat(1_000);
    StringBuilder header = new StringBuilder("a");
    for (int i = 0; i < 400; i++) {
      header.append(',').append(name).append(i);
    }
    Received received = uploads.receive(header + "\r\n" + ",".repeat(400) + "\r\n");
    assertEquals(401, received.format().header().size());
    assertEquals(1, received.rows());
    assertEquals(2, uploads.rows(received, Row::line).getFirst());
  }

  @Test
  void nothing_is_copied_twice() throws Exception {
    assertFalse(uploads.receive("a\n1\n").format().copied());
    assertTrue(uploads.receive("[{}]").format().copied());
  }
}
