package dev.sluice.file;

import dev.sluice.record.JsonLimits;
import dev.sluice.record.Parsed;
import dev.sluice.record.StrictJson;
import dev.sluice.record.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The original bytes of a row as texts under names, as far as there is sense in them. */
sealed interface OriginalFields {

  List<String> names();

  Original read(byte[] original);

  /**
   * A row as far as it could be read.
   *
   * @param texts one a name
   * @param surplus what is left over; empty: nothing
   * @param hidden what is wrong with it is not to be seen from these
   */
  record Original(List<String> texts, String surplus, boolean hidden) {}

  /** A CSV row: its fields, filled up. */
  record OfCsv(FileFormat format) implements OriginalFields {

    @Override
    public List<String> names() {
      return format.header().stream().filter(name -> !ErrorColumns.isOne(name)).toList();
    }

    @Override
    public Original read(byte[] original) {
      Row row = ChunkReader.alone(format, original, 1);
      List<String> fields = row.fields();
      int columns = format.header().size();
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < columns; i++) {
        if (!ErrorColumns.isOne(format.header().get(i))) {
          texts.add(i < fields.size() ? fields.get(i) : "");
        }
      }
      StringBuilder surplus = new StringBuilder(row.surplus());
      for (int i = columns; i < fields.size(); i++) {
        if (i > columns || !surplus.isEmpty()) {
          surplus.append(',');
        }
        CsvText.append(surplus, fields.get(i));
      }
      return new Original(texts, surplus.toString(), row.problem != null && row.problem.isHidden());
    }
  }

  /** A JSON record: its properties; what is no object belongs to no column. */
  record OfJson(List<String> names) implements OriginalFields {
    private static final int MOST_NAMES = 4_096;
    private static final StrictJson JSON = new StrictJson(JsonLimits.RECORD);

    /** With the names of all these records, in the order in which they come. */
    static OfJson named(Iterable<byte[]> originals) {
      Set<String> names = new LinkedHashSet<>();
      for (byte[] original : originals) {
        if (JSON.parse(original) instanceof Parsed.Document(JsonNode root)
            && root instanceof ObjectNode object) {
          for (String name : object.propertyNames()) {
            if (names.size() < MOST_NAMES && !ErrorColumns.isOne(name)) {
              names.add(name);
            }
          }
        }
      }
      return new OfJson(List.copyOf(names));
    }

    @Override
    public Original read(byte[] original) {
      if (JSON.parse(original) instanceof Parsed.Document(JsonNode root)
          && root instanceof ObjectNode object) {
        return new Original(
            names.stream().map(name -> text(object.path(name))).toList(), "", false);
      }
      boolean utf8 = Utf8.firstMalformed(original, 0, original.length) < 0;
      var charset = utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
      return new Original(
          names.stream().map(name -> "").toList(), new String(original, charset), true);
    }

    private static String text(JsonNode value) {
      return switch (value.getNodeType()) {
        case STRING -> value.stringValue();
        case MISSING, NULL -> "";
        default -> new String(StrictJson.write(value), StandardCharsets.UTF_8);
      };
    }
  }
}
