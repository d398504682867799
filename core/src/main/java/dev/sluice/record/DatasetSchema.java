package dev.sluice.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The typed columns of a dataset, computed from its JSON Schema and the roles its definition gives
 * them.
 *
 * <p>Immutable and thread-safe.
 */
public final class DatasetSchema {
  /** The column a dataset may declare for the record id. */
  public static final String ID = "id";

  /** The column a dataset may declare for the moment its record was processed. */
  public static final String PROCESSED_AT = "processedAt";

  private final JsonNode schema;
  private final List<Column> columns;
  private final List<Column> key;
  private final Map<String, Integer> positions;
  private final int[] fingerprinted;
  private final String[] names;
  private final byte[][] canonicalNames;

  private DatasetSchema(JsonNode schema, List<Column> columns, List<String> key) {
    this.schema = schema;
    this.columns = List.copyOf(columns);
    this.names = columns.stream().map(Column::name).toArray(String[]::new);
    this.canonicalNames =
        Arrays.stream(names)
            .map(name -> new CanonicalJson().string(name).raw(':').toBytes())
            .toArray(byte[][]::new);
    this.positions = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      positions.put(columns.get(i).name(), i);
    }
    this.key = key.stream().map(name -> columns.get(position(name))).toList();
    // String's order is by UTF-16 code units, which is what RFC 8785 asks for.
    this.fingerprinted =
        this.columns.stream()
            .filter(column -> !column.filledByPlatform())
            .sorted(Comparator.comparing(Column::name))
            .mapToInt(column -> position(column.name()))
            .toArray();
  }

  /**
   * The columns of a valid schema of {@code type: object}, in the order of its {@code properties}.
   *
   * @throws IllegalArgumentException if a key column is not a property; definitions are checked
   *     before
   */
  public static DatasetSchema of(JsonNode schema, ColumnRoles roles) {
    Set<String> required = new HashSet<>();
    schema.path("required").values().forEach(name -> required.add(name.asString()));
    List<Column> columns = new ArrayList<>();
    ColumnTyping typing = new ColumnTyping(schema);
    schema
        .path("properties")
        .forEachEntry((name, property) ->
            columns.add(typing.column(name, property, required.contains(name), roles)));
    return new DatasetSchema(schema, columns, roles.key());
  }

  public JsonNode schema() {
    return schema;
  }

  /**
   * In the order of the schema's properties; {@link Processed.Accepted#values()} has the same
   * order.
   */
  public List<Column> columns() {
    return columns;
  }

  /** In the definition's order; empty for a dataset without a key. */
  public List<Column> key() {
    return key;
  }

  public Optional<Column> column(String name) {
    Integer position = positions.get(name);
    return position == null ? Optional.empty() : Optional.of(columns.get(position));
  }

  /** Index in {@link #columns()}. */
  public int position(String name) {
    @Nullable Integer position = positions.get(name);
    if (position == null) {
      throw new IllegalArgumentException("no column " + name);
    }
    return position;
  }

  boolean has(String name) {
    return positions.containsKey(name);
  }

  String name(int position) {
    return names[position];
  }

  /** The column's name as a canonical object holds it, with the colon. Not to be changed. */
  byte[] canonicalName(int position) {
    return canonicalNames[position];
  }

  /**
   * Positions of the columns a fingerprint covers, by name in RFC 8785 order. Not to be changed.
   */
  int[] fingerprinted() {
    return fingerprinted;
  }
}
