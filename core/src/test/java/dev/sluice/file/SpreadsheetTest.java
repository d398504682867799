package dev.sluice.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spreadsheets as people send them. */
class SpreadsheetTest {
  @TempDir Path scratch;
  private Uploads uploads;

  @BeforeEach
  void start() {
    uploads = new Uploads(scratch);
  }

  @Test
  void spreadsheets_are_read() throws Exception {
    byte[] file =
        new Spreadsheet()
            .sheet(
                1,
                """
                <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>
                  <c r="C1" t="inlineStr"><is><t>when</t></is></c><c t="str"><v>ok</v></c></row>
                <row r="2"/>
                <row r="3"><c r="A3" s="1"><v>8123</v></c><c r="B3" t="s"><v>2</v></c>
                  <c r="C3" s="2"><v>45306.4375</v></c><c r="D3" t="b"><v>1</v></c></row>
                <row r="4"><c r="B4"><v>0.10000000000000001</v></c><c r="C4" s="3"><v>59</v></c></row>
                <row r="5"><c r="A5"><v>1E+20</v></c><c r="C5" s="3"><v>61</v></c></row>
                """)
            .styles(
                "<numFmts><numFmt numFmtId='164' formatCode='00000'/>"
                    + "<numFmt numFmtId='165' formatCode='[$-409]d/m/yy\\ h:mm;@'/></numFmts>"
                    + "<cellXfs><xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='165'/>"
                    + "<xf numFmtId='14'/></cellXfs>")
            .strings(
                "<si><t>zip</t></si><si><r><t>na</t></r><r><t>me</t></r><rPh><t>x</t></rPh></si>"
                    + "<si><t xml:space='preserve'>a, \"b\"_x000D_\n</t></si>")
            .bytes();
    for (byte[] bytes : List.of(file, Uploads.gzip(file))) {
      Received received = uploads.receive(bytes);
      assertEquals(FileFormat.Sent.XLSX, received.format().sent());
      assertEquals(List.of("zip", "name", "when", "ok"), received.format().header());
      assertEquals(
          List.of(
              List.of("08123", "a, \"b\"\r\n", "2024-01-15T10:30:00Z", "true"),
              List.of("", "0.10000000000000001", "1900-02-28", ""),
              List.of("1E+20", "", "1900-03-01", "")),
          uploads.fields(received));
      assertEquals(List.of(0L, 0L, 0L), uploads.rows(received, Row::line));
    }
    try (Stream<Path> left = Files.list(scratch)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void a_hidden_or_empty_sheet_does_not_count() throws Exception {
    byte[] file =
        new Spreadsheet()
            .workbook("<sheet r:id='rId2' state='hidden'/><sheet r:id='rId1'/>")
            .sheet(2, "<row><c><v>9</v></c></row>")
            .sheet(1, "<row><c t='str'><v>a</v></c></row><row><c><v>1</v></c></row>")
            .bytes();
    assertEquals(List.of(List.of("1")), uploads.fields(uploads.receive(file)));
  }

  @Test
  void many_texts_of_a_spreadsheet_are_found_again() throws Exception {
    StringBuilder strings = new StringBuilder("<si><t>a</t></si>");
    StringBuilder rows = new StringBuilder("<row><c t='s'><v>0</v></c></row>");
    for (int i = 1; i < 5_000; i++) {
      strings.append("<si><t>text ").append(i).append("</t></si>");
      int other = i * 7_919 % 4_999 + 1;
      rows.append("<row><c t='s'><v>").append(other).append("</v></c></row>");
    }
    byte[] file = new Spreadsheet().sheet(1, "" + rows).strings("" + strings).bytes();
    List<List<String>> fields = uploads.fields(uploads.receive(file));
    for (int i = 1; i < 5_000; i++) {
      assertEquals(List.of("text " + (i * 7_919 % 4_999 + 1)), fields.get(i - 1));
    }
  }
}
