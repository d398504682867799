package dev.sluice.asl.items;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** CSV (RFC 4180) with the headers and delimiters of ReaderConfig. */
record Csv(char delimiter, @Nullable List<String> given) {

  static Csv of(JsonNode config) {
    char delimiter =
        switch (config.path("CSVDelimiter").asString("COMMA")) {
          case "PIPE" -> '|';
          case "SEMICOLON" -> ';';
          case "SPACE" -> ' ';
          case "TAB" -> '\t';
          default -> ',';
        };
    if (!config.path("CSVHeaderLocation").asString("").equals("GIVEN")) {
      return new Csv(delimiter, null);
    }
    List<String> headers = new ArrayList<>();
    config.path("CSVHeaders").forEach(header -> headers.add(header.asString("")));
    return new Csv(delimiter, headers);
  }

  ArrayNode items(String text, long maxItems) throws ReadException {
    Rows rows = new Rows(text.startsWith("\uFEFF") ? text.substring(1) : text, delimiter);
    List<String> headers = given;
    if (headers == null) {
      headers = rows.next();
      if (headers == null) {
        throw new ReadException("CSV file is empty.");
      }
    }
    if (new HashSet<>(headers).size() != headers.size()) {
      throw new ReadException("CSV headers cannot contain duplicates.");
    }
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    for (List<String> row = rows.next();
        row != null && items.size() < maxItems;
        row = rows.next()) {
      ObjectNode item = items.addObject();
      for (int i = 0; i < headers.size(); i++) {
        item.put(headers.get(i), i < row.size() ? row.get(i) : "");
      }
    }
    return items;
  }

  /** Reads row by row; empty lines are none. */
  private static final class Rows {
    private final String text;
    private final char delimiter;
    private int at;

    Rows(String text, char delimiter) {
      this.text = text;
      this.delimiter = delimiter;
    }

    @Nullable List<String> next() {
      while (at < text.length() && (text.charAt(at) == '\n' || text.charAt(at) == '\r')) {
        at++;
      }
      if (at >= text.length()) {
        return null;
      }
      List<String> row = new ArrayList<>();
      boolean more = true;
      while (more) {
        row.add(text.startsWith("\"", at) ? quoted() : bare());
        more = at < text.length() && text.charAt(at) == delimiter;
        if (more) {
          at++;
        }
      }
      return row;
    }

    private String bare() {
      int start = at;
      while (at < text.length()
          && text.charAt(at) != delimiter
          && text.charAt(at) != '\n'
          && text.charAt(at) != '\r') {
        at++;
      }
      return text.substring(start, at);
    }

    private String quoted() {
      StringBuilder value = new StringBuilder();
      at++;
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c != '"') {
          value.append(c);
        } else if (at < text.length() && text.charAt(at) == '"') {
          value.append('"');
          at++;
        } else {
          break;
        }
      }
      return value.append(bare()).toString();
    }
  }
}
