package dev.sluice.file;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How to read the rows of a file, as {@link Intake} found it. Kept with the import as {@link
 * #toJson}.
 *
 * @param sent what came
 * @param gzipped what came was compressed
 * @param kind what the chunks refer to; another than what came where that cannot be cut
 * @param charset of what the chunks refer to: UTF-8 or one whose low half is ASCII
 * @param delimiter between the fields of a CSV row
 * @param quote around fields of a CSV row
 * @param header names of a CSV file's columns in its order; where it has no header, those of the
 *     dataset
 * @param copied the chunks refer to a copy, since the original cannot be cut by byte range
 * @param jsonCells a CSV value that is JSON, but no string, is that value: a corrected file of
 *     errors of JSON records
 */
public record FileFormat(
    Sent sent,
    boolean gzipped,
    Kind kind,
    Charset charset,
    char delimiter,
    char quote,
    List<String> header,
    boolean copied,
    boolean jsonCells) {
  private static final JsonMapper JSON = new JsonMapper();

  /** What rows are read from. */
  public enum Kind {
    CSV,
    NDJSON
  }

  /** What can be uploaded. */
  public enum Sent {
    CSV,
    NDJSON,
    JSON_ARRAY,
    XLSX
  }

  public FileFormat {
    header = List.copyOf(header);
  }

  /** UTF-8 with commas, as RFC 4180 has it. */
  public static FileFormat csv(List<String> header) {
    return new FileFormat(
        Sent.CSV, false, Kind.CSV, StandardCharsets.UTF_8, ',', '"', header, false, false);
  }

  public static FileFormat ndjson() {
    return new FileFormat(
        Sent.NDJSON, false, Kind.NDJSON, StandardCharsets.UTF_8, ',', '"', List.of(), false, false);
  }

  /** The same for text that was written anew. */
  public FileFormat inUtf8() {
    return new FileFormat(
        sent, gzipped, kind, StandardCharsets.UTF_8, delimiter, quote, header, copied, jsonCells);
  }

  /** The same, read as a correction of JSON records. */
  public FileFormat withJsonCells() {
    return new FileFormat(
        sent, gzipped, kind, charset, delimiter, quote, header, copied, kind == Kind.CSV);
  }

  public String toJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("sent", sent.name());
    json.put("gzipped", gzipped);
    json.put("kind", kind.name());
    json.put("charset", charset.name());
    json.put("delimiter", String.valueOf(delimiter));
    json.put("quote", String.valueOf(quote));
    header.forEach(json.putArray("header")::add);
    json.put("copied", copied);
    json.put("jsonCells", jsonCells);
    return JSON.writeValueAsString(json);
  }

  /**
   * What {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if it is no such text
   */
  public static FileFormat fromJson(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      List<String> header = new ArrayList<>();
      json.required("header").values().forEach(name -> header.add(name.asString()));
      return new FileFormat(
          Sent.valueOf(json.required("sent").asString()),
          json.required("gzipped").asBoolean(),
          Kind.valueOf(json.required("kind").asString()),
          Charset.forName(json.required("charset").asString()),
          json.required("delimiter").asString().charAt(0),
          json.required("quote").asString().charAt(0),
          header,
          json.required("copied").asBoolean(),
          json.required("jsonCells").asBoolean());
    } catch (JacksonException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a file format", e);
    }
  }
}
