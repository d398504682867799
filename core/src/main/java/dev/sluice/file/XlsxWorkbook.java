package dev.sluice.file;

import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamException;

/** Which parts of a spreadsheet are its sheets. */
final class XlsxWorkbook {
  private final Map<String, Boolean> visible = new LinkedHashMap<>();
  private final Map<String, String> targets = new HashMap<>();
  private boolean from1904;

  void readSheets(InputStream in) throws XMLStreamException {
    Xml xml = new Xml(in);
    while (xml.next()) {
      if (xml.starts("sheet")) {
        String id = xml.attribute("id");
        String state = xml.attribute("state");
        if (id != null) {
          visible.put(id, state == null || state.equals("visible"));
        }
      } else if (xml.starts("workbookPr")) {
        String value = xml.attribute("date1904");
        from1904 = "1".equals(value) || "true".equals(value);
      }
    }
  }

  void readTargets(InputStream in) throws XMLStreamException {
    Xml xml = new Xml(in);
    while (xml.next()) {
      if (xml.starts("Relationship")) {
        String id = xml.attribute("Id");
        String target = xml.attribute("Target");
        if (id != null && target != null) {
          targets.put(id, target.startsWith("/") ? target.substring(1) : "xl/" + target);
        }
      }
    }
  }

  Map<String, Boolean> sheets() {
    return visible;
  }

  /** Whether dates count from 1904, as they did on a Macintosh. */
  boolean is1904() {
    return from1904;
  }

  boolean isVisibleSheet(String part) {
    return targets.entrySet().stream()
        .anyMatch(target ->
            target.getValue().equals(part) && visible.getOrDefault(target.getKey(), false));
  }
}
