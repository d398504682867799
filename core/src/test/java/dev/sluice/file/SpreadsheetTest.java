package dev.sluice.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
              List.of("", "0.1", "1900-02-28", ""),
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

  @Test
  void numbers_are_what_the_spreadsheet_shows_and_not_the_digits_of_their_doubles()
      throws Exception {
    Map<String, String> stored = new LinkedHashMap<>();
    stored.put("1.1000000000000001", "1.1");
    stored.put("8.3000000000000007", "8.3");
    stored.put("19.989999999999998", "19.99");
    stored.put("-0.10000000000000001", "-0.1");
    stored.put("3.0000000000000004", "3");
    stored.put("0.30000000000000004", "0.3");
    stored.put("1.0000000000000001E-9", "0.000000001");
    stored.put("1.2345678901234567E+25", "1.23456789012346E+25");
    stored.put("1234567890123.4567", "1234567890123.46");
    // As they are written: few digits, or whole numbers, which have no binary fraction.
    stored.put("4.350", "4.350");
    stored.put("1E+20", "1E+20");
    stored.put("100000000000000000000", "100000000000000000000");
    stored.put("1234567890123456789", "1234567890123456789");
    stored.put("-1234567890123456789", "-1234567890123456789");
    stored.put("1.2345678901234567E+999", "1.2345678901234567E+999");
    stored.put("1.2345678901234567E-999", "1.2345678901234567E-999");
    stored.put("0x1.2345678901234567p0", "0x1.2345678901234567p0");
    StringBuilder rows = new StringBuilder("<row><c t='str'><v>n</v></c></row>");
    stored.keySet().forEach(v -> rows.append("<row><c><v>" + v + "</v></c></row>"));
    byte[] file = new Spreadsheet().sheet(1, "" + rows).bytes();
    assertEquals(
        stored.values().stream().map(List::of).toList(), uploads.fields(uploads.receive(file)));
  }

  @Test
  void times_keep_every_digit_they_are_stored_with() throws Exception {
    byte[] file =
        new Spreadsheet()
            .sheet(
                1,
                """
                <row><c t="str"><v>t</v></c><c t="str"><v>zip</v></c></row>
                <row><c s="2"><v>45306.437511574077</v></c><c s="1"><v>8123.0000000000009</v></c></row>
                <row><c s="2"><v>-1.1000000000000001</v></c></row>
                """)
            .styles(
                "<numFmts><numFmt numFmtId='164' formatCode='00000'/></numFmts><cellXfs><xf"
                    + " numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='22'/></cellXfs>")
            .bytes();
    assertEquals(
        List.of(List.of("2024-01-15T10:30:01Z", "08123"), List.of("-1.1", "")),
        uploads.fields(uploads.receive(file)));
  }
}
