package dev.sluice.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** The rows of a sheet that have a value, as texts. */
final class XlsxRows {
  private static final int MOST_COLUMNS = 16_384;

  private final Xml xml;
  private final XlsxStrings strings;
  private final XlsxStyles styles;

  XlsxRows(InputStream in, XlsxStrings strings, XlsxStyles styles) throws XMLStreamException {
    this.xml = new Xml(in);
    this.strings = strings;
    this.styles = styles;
  }

  /** The next, as far as its last value; null at the end. */
  @Nullable List<String> next() throws XMLStreamException, IOException {
    while (xml.next()) {
      if (xml.ends("sheetData")) {
        return null;
      }
      if (xml.starts("row")) {
        List<String> row = row();
        if (!row.isEmpty()) {
          return row;
        }
      }
    }
    return null;
  }

  private List<String> row() throws XMLStreamException, IOException {
    List<String> row = new ArrayList<>();
    int column = 0;
    while (xml.next() && !xml.ends("row")) {
      if (xml.starts("c")) {
        column = column(xml.attribute("r"), column);
        String text = cell();
        if (!text.isEmpty()) {
          while (row.size() < column) {
            row.add("");
          }
          row.add(text);
        }
        column++;
      }
    }
    return row;
  }

  /** Of a reference such as {@code AB12}, from 0; the next one where there is none. */
  private static int column(@Nullable String reference, int next) throws XMLStreamException {
    int column = 0;
    for (int i = 0; reference != null && i < reference.length(); i++) {
      char c = reference.charAt(i);
      if (c < 'A' || c > 'Z') {
        break;
      }
      column = column * 26 + c - 'A' + 1;
      if (column > MOST_COLUMNS) {
        throw new XMLStreamException("a column beyond the last");
      }
    }
    int index = column == 0 ? next : column - 1;
    if (index < next || index >= MOST_COLUMNS) {
      throw new XMLStreamException("columns are not in order");
    }
    return index;
  }

  private String cell() throws XMLStreamException, IOException {
    String type = xml.attribute("t");
    String style = xml.attribute("s");
    String value = "";
    while (xml.next() && !xml.ends("c")) {
      if (xml.starts("v")) {
        value = xml.text();
      } else if (xml.starts("is")) {
        value = XlsxStrings.text(xml, "is");
      }
    }
    try {
      return switch (type == null ? "n" : type) {
        case "s" -> value.isEmpty() ? "" : strings.get(Integer.parseInt(value));
        case "b" -> value.equals("1") ? "true" : value.isEmpty() ? "" : "false";
        case "str" -> XlsxStrings.unescaped(value);
        case "inlineStr", "e", "d" -> value;
        default ->
            value.isEmpty() || style == null
                ? XlsxNumber.text(value)
                : styles.text(value, Integer.parseInt(style));
      };
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new XMLStreamException("a cell refers to what is not there", e);
    }
  }
}
