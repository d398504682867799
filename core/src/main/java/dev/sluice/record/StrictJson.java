package dev.sluice.record;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON as RFC 8259 writes it and nothing more: one value, UTF-8, no repeated names, within
 * limits. Numbers stay exact ({@code int}, {@code long}, BigInteger or BigDecimal). UTF-16 and
 * UTF-32 are refused; a UTF-8 byte order mark at the start is skipped, because Windows tools write
 * one and it carries no meaning. Lone surrogates and NUL (written as escapes) are legal JSON and
 * pass; {@link RecordProcessor} refuses them in what would be stored.
 *
 * <p>Immutable and thread-safe.
 */
public final class StrictJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          // Our own limits, checked in JsonTree, name what was exceeded. These only must not come
          // first.
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(2_000)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();
  private static final JsonMapper MAPPER = new JsonMapper();

  private final JsonLimits limits;

  public StrictJson(JsonLimits limits) {
    this.limits = limits;
  }

  /** Never throws, whatever the bytes are. */
  public Parsed parse(byte[] bytes) {
    return parse(bytes, 0, bytes.length);
  }

  /** As {@link #parse(byte[])}, for a part of an array. */
  public Parsed parse(byte[] bytes, int offset, int length) {
    if (length > limits.bytes()) {
      return new Parsed.Refused(
          JsonProblem.limit(
              "document-bytes",
              limits.bytes(),
              1,
              1,
              "the document is longer than " + limits.bytes() + " bytes"));
    }
    int end = offset + length;
    int start = offset + byteOrderMark(bytes, offset, end);
    int malformed = Utf8.firstMalformed(bytes, start, end);
    if (malformed >= 0) {
      return new Parsed.Refused(notUtf8(bytes, start, malformed));
    }
    try (JsonParser parser =
        FACTORY.createParser(ObjectReadContext.empty(), bytes, start, end - start)) {
      return parse(parser);
    }
  }

  /** Compact JSON text as UTF-8; what {@link #parse} reads back to an equal tree. */
  public static byte[] write(tools.jackson.databind.JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  private Parsed parse(JsonParser parser) {
    JsonTree tree = new JsonTree(parser, limits);
    try {
      if (parser.nextToken() == null) {
        return new Parsed.Refused(JsonProblem.notJson(1, 1, "there is no value"));
      }
      Parsed.Document document = new Parsed.Document(tree.read(0));
      JsonToken more = parser.nextToken();
      if (more != null) {
        return new Parsed.Refused(refusal(parser, "there is more after the value"));
      }
      return document;
    } catch (JsonTree.Refusal refusal) {
      return new Parsed.Refused(refusal.problem);
    } catch (StreamConstraintsException e) {
      // Only the symbol table's defence against names made to collide is left to raise this.
      TokenStreamLocation at = parser.currentLocation();
      return new Parsed.Refused(
          JsonProblem.limit(
              "names",
              limits.tokens(),
              at.getLineNr(),
              at.getColumnNr(),
              "names collide on purpose"));
    } catch (JacksonException e) {
      // The library's message quotes the input, so it is not passed on.
      return new Parsed.Refused(refusal(parser, "this is not JSON"));
    }
  }

  private static JsonProblem refusal(JsonParser parser, String what) {
    TokenStreamLocation at = parser.currentLocation();
    return JsonProblem.notJson(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()), what);
  }

  static int byteOrderMark(byte[] bytes, int offset, int end) {
    boolean present =
        end - offset >= 3
            && bytes[offset] == (byte) 0xEF
            && bytes[offset + 1] == (byte) 0xBB
            && bytes[offset + 2] == (byte) 0xBF;
    return present ? 3 : 0;
  }

  private static JsonProblem notUtf8(byte[] bytes, int start, int malformed) {
    int line = 1;
    int lineStart = start;
    for (int i = start; i < malformed; i++) {
      if (bytes[i] == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return JsonProblem.notJson(line, malformed - lineStart + 1, "a byte is not UTF-8");
  }
}
