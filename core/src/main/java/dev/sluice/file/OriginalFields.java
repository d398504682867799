package dev.sluice.file;

import dev.sluice.record.JsonLimits;
import dev.sluice.record.Parsed;
import dev.sluice.record.StrictJson;
import dev.sluice.record.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The original bytes of a row as texts under names, as far as there is sense in them. */
sealed interface OriginalFields {

  List<String> names();

  /** One text a name, and after these whatever is left over. */
  List<String> read(byte[] original);

  /** A CSV row: its fields, filled up. */
  record OfCsv(FileFormat format) implements OriginalFields {

    @Override
    public List<String> names() {
      return format.header().stream().filter(name -> !ErrorColumns.isOne(name)).toList();
    }

    @Override
    public List<String> read(byte[] original) {
      byte[] copy = Arrays.copyOf(original, original.length);
      CsvFields csv = new CsvFields(copy, copy.length, format.delimiter(), format.quote());
      Row row = new Row(format);
      csv.read(row.fields);
      if (!format.charset().equals(StandardCharsets.UTF_8)) {
        csv.convert(row.fields);
      }
      boolean defused = ErrorColumns.areIn(format.header());
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < format.header().size(); i++) {
        if (!ErrorColumns.isOne(format.header().get(i))) {
          String text = i < row.fields.count() ? row.fields.text(i) : "";
          texts.add(defused ? Formulas.undo(text) : text);
        }
      }
      for (int i = format.header().size(); i < row.fields.count(); i++) {
        texts.add(row.fields.text(i));
      }
      return texts;
    }
  }

  /** A JSON record: its properties; what is no object stands whole in the first column. */
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
      return new OfJson(names.isEmpty() ? List.of("record") : List.copyOf(names));
    }

    @Override
    public List<String> read(byte[] original) {
      List<String> texts = new ArrayList<>();
      if (JSON.parse(original) instanceof Parsed.Document(JsonNode root)
          && root instanceof ObjectNode object) {
        names.forEach(name -> texts.add(text(object.path(name))));
        return texts;
      }
      names.forEach(name -> texts.add(""));
      boolean utf8 = Utf8.firstMalformed(original, 0, original.length) < 0;
      texts.set(
          0, new String(original, utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
      return texts;
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
