package dev.sluice.file;

import static dev.sluice.file.Cells.JSON;
import static dev.sluice.file.Cells.NEXT;
import static dev.sluice.file.Cells.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.sluice.file.Cells.Cell;
import dev.sluice.record.ColumnRoles;
import dev.sluice.record.ColumnType;
import dev.sluice.record.DatasetSchema;
import dev.sluice.record.Mapping;
import dev.sluice.record.Processed;
import dev.sluice.record.RecordSchema;
import dev.sluice.record.TextRows;
import dev.sluice.record.TypedRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The short way from a row to its record says nothing that the general way does not say. */
class ShortcutProperties {
  private static final Path SCRATCH = Path.of(System.getProperty("java.io.tmpdir"));

  @Provide
  Arbitrary<List<Cell>> cells() {
    return Cells.some();
  }

  @Property(seed = "2026", tries = 6000)
  void both_ways_agree(
      @ForAll("cells") List<Cell> cells,
      @ForAll Set<Integer> required,
      @ForAll boolean keyed,
      @ForAll boolean platform,
      @ForAll boolean closed)
      throws Exception {
    StringBuilder text = new StringBuilder("{'type':'object','additionalProperties':" + !closed);
    text.append(",'$defs':{'money':{'type':'number','multipleOf':0.01}}");
    List<String> properties = cells.stream().map(Cell::property).toList();
    List<String> names = new ArrayList<>();
    List<String> needed = new ArrayList<>();
    text.append(",'properties':{");
    for (int i = 0; i < properties.size(); i++) {
      // Not in the order of the alphabet, and one that JSON escapes.
      String name = List.of("m", "b\"x", "é", "a").get(i);
      names.add(name);
      if (required.contains(i)) {
        needed.add("'" + name.replace("\"", "\\\"") + "'");
      }
      text.append(i == 0 ? "" : ",").append("'").append(name.replace("\"", "\\\"")).append("':");
      text.append(properties.get(i));
    }
    if (platform) {
      text.append(",'id':{'type':'string','format':'uuid'}");
      text.append(",'processedAt':{'type':'string','format':'date-time'}");
      needed.add("'id'");
    }
    text.append("},'required':[").append(String.join(",", needed)).append("]}");
    JsonNode schema = JSON.readTree(text.toString().replace('\'', '"'));
    if (!RecordSchema.problems(schema).isEmpty()) {
      throw new AssertionError(RecordSchema.problems(schema));
    }
    DatasetSchema plain = DatasetSchema.of(schema, ColumnRoles.NONE);
    boolean key = keyed && plain.columns().getFirst().type() != ColumnType.JSONB;
    DatasetSchema dataset =
        DatasetSchema.of(schema, key ? ColumnRoles.keyed(names.getFirst()) : ColumnRoles.NONE);
    agree(dataset, names, cells.stream().map(Cell::value).toList());
  }

  private static void agree(DatasetSchema schema, List<String> names, List<String> values)
      throws Exception {
    StringBuilder file = new StringBuilder();
    for (List<String> row : List.of(names, values)) {
      for (int i = 0; i < row.size(); i++) {
        file.append(i == 0 ? "" : ",");
        file.append('"').append(row.get(i).replace("\"", "\"\"")).append('"');
      }
      file.append("\n");
    }
    Uploads uploads = new Uploads(SCRATCH);
    Received received = uploads.receive("sep=,\n" + file);
    RowProcessor processor =
        new RowProcessor(
            "ten\"ant",
            "data",
            schema,
            ExpectedColumns.of(schema, Map.of(), Set.of(), false),
            Mapping.IDENTITY,
            received.format(),
            () -> NEXT);
    TypedRow typed = new TypedRow(schema);
    uploads.rows(
        received,
        row -> {
          Processed general = processor.withoutShortcut().process(row, NOW);
          boolean shortcut = processor.takesShortcut(row, NOW, typed);
          Statistics.collect(shortcut ? "short" : "general", general.getClass().getSimpleName());
          Processed.@Nullable Rejected rejected = processor.read(row, NOW, typed);
          switch (general) {
            case Processed.Rejected expected -> assertEquals(expected, rejected);
            case Processed.Accepted expected -> {
              assertEquals(null, rejected);
              assertEquals(expected.id(), typed.id());
              assertEquals(expected.size(), typed.size());
              assertArrayEquals(expected.fingerprint().sha256(), typed.sha256());
              assertArrayEquals(expected.fingerprint().md5(), typed.md5());
              for (int i = 0; i < schema.columns().size(); i++) {
                assertEquals(
                    expected.values().get(i), typed.value(i), schema.columns().get(i).name());
              }
            }
          }
          return row.number();
        });
  }

  @Test
  void common_schemas_take_the_short_way() {
    JsonNode schema =
        JSON.readTree(
            """
            {"type": "object", "required": ["customerId", "email"], "additionalProperties": false,
             "properties": {
               "customerId": {"type": "string", "pattern": "^C[0-9]{8}$"},
               "email": {"type": "string", "format": "email", "maxLength": 254},
               "firstName": {"type": ["string", "null"], "maxLength": 100},
               "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
               "signupDate": {"type": ["string", "null"], "format": "date"},
               "balance": {"type": ["number", "null"], "multipleOf": 0.01},
               "updatedAt": {"type": "string", "format": "date-time"}}}
            """);
    DatasetSchema dataset = DatasetSchema.of(schema, ColumnRoles.keyed("customerId"));
    List<String> names = dataset.columns().stream().map(column -> column.name()).toList();
    FileFormat format = FileFormat.csv(names);
    RowProcessor processor =
        new RowProcessor(
            "default",
            "contacts",
            dataset,
            ExpectedColumns.ANY,
            Mapping.IDENTITY,
            format,
            () -> NEXT);
    byte[] line =
        "C00000001,anna@firma-x.de,Änna,DE,2024-02-29,-12.5,2024-03-01T10:00:00+01:00"
            .getBytes(UTF_8);
    Row row = new Row(format);
    new CsvFields(line, line.length, ',', '"').read(row.fields);
    TypedRow typed = new TypedRow(dataset);
    assertEquals(true, processor.takesShortcut(row, NOW, typed));
    assertEquals("Änna", typed.value(2));
    assertNotNull(TextRows.compile("t", "d", dataset, Arrays.asList("email", null), () -> NEXT));
  }
}
