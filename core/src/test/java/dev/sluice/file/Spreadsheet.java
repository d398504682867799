package dev.sluice.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The least of an XLSX file, part by part. */
final class Spreadsheet {
  private final Map<String, String> parts = new LinkedHashMap<>();

  Spreadsheet() {
    parts.put("[Content_Types].xml", "<Types/>");
    workbook("<sheet name='One' sheetId='1' r:id='rId1'/>");
    parts.put(
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/>"
            + "<Relationship Id='rId2' Target='/xl/worksheets/sheet2.xml'/></Relationships>");
  }

  Spreadsheet workbook(String sheets) {
    return part(
        "xl/workbook.xml",
        "<workbook xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'>"
            + "<sheets>"
            + sheets
            + "</sheets></workbook>");
  }

  Spreadsheet sheet(int number, String rows) {
    return part(
        "xl/worksheets/sheet" + number + ".xml",
        "<worksheet><sheetData>" + rows + "</sheetData></worksheet>");
  }

  Spreadsheet strings(String items) {
    return part("xl/sharedStrings.xml", "<sst>" + items + "</sst>");
  }

  Spreadsheet styles(String styles) {
    return part("xl/styles.xml", "<styleSheet>" + styles + "</styleSheet>");
  }

  Spreadsheet part(String name, String content) {
    parts.put(name, content);
    return this;
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue().getBytes(UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
