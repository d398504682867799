package dev.sluice.file;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A byte range of whole records: the claim check of a batch.
 *
 * @param object key of what holds it
 * @param offset of its first byte
 * @param length bytes
 * @param firstRow number of its first record in the file, from 1; a header is not counted
 * @param firstLine number of its first line in the file, from 1
 * @param rows records it holds
 */
public record Chunk(
    String object, long offset, long length, long firstRow, long firstLine, int rows) {
  private static final JsonMapper JSON = new JsonMapper();

  public String toJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("object", object);
    json.put("offset", offset);
    json.put("length", length);
    json.put("firstRow", firstRow);
    json.put("firstLine", firstLine);
    json.put("rows", rows);
    return JSON.writeValueAsString(json);
  }

  /**
   * What the dead letter of a whole chunk keeps of it: the same without the number of rows.
   *
   * @throws IllegalArgumentException if it is no such text
   */
  public static Chunk claimed(byte[] json, int rows) {
    try {
      if (JSON.readTree(json) instanceof ObjectNode claim) {
        return fromJson(JSON.writeValueAsString(claim.put("rows", rows)));
      }
      throw new IllegalArgumentException("not a claim");
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not a claim", e);
    }
  }

  /**
   * What {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if it is no such text
   */
  public static Chunk fromJson(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      return new Chunk(
          json.required("object").asString(),
          json.required("offset").asLong(),
          json.required("length").asLong(),
          json.required("firstRow").asLong(),
          json.required("firstLine").asLong(),
          json.required("rows").asInt());
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not a chunk", e);
    }
  }
}
