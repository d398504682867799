package dev.sluice.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The short way from a row of text to its record: fields are read straight into slots by what the
 * dataset's schema was compiled to, with no tree and nothing made on the way. It takes only what is
 * certainly valid; the rest goes the general way, through a {@link TextMapping} and a {@link
 * RecordProcessor}, which also knows what is wrong. Where both take a row, values, id and
 * fingerprint are the same; the property test beside it holds them together.
 *
 * <p>Immutable and thread-safe.
 */
public final class TextRows {
  private final Column[] columns;
  private final FieldReader[] readers;

  /** By column: the field it is read from, or -1. */
  private final int[] fields;

  /** By column: whether a record without a value is refused, or may be. */
  private final boolean[] needed;

  private final int[] key;
  private final byte[] idPrefix;
  private final Supplier<UUID> ids;

  private TextRows(
      String tenant,
      String dataset,
      DatasetSchema schema,
      FieldReader[] readers,
      int[] fields,
      boolean[] needed,
      Supplier<UUID> ids) {
    this.columns = schema.columns().toArray(new Column[0]);
    this.readers = readers;
    this.fields = fields;
    this.needed = needed;
    this.key = schema.key().stream().mapToInt(column -> schema.position(column.name())).toArray();
    this.idPrefix = new CanonicalJson().raw('[').string(tenant).raw(',').string(dataset).toBytes();
    this.ids = ids;
  }

  /**
   * Empty where the schema says more of the whole record than which fields it must have.
   *
   * @param names what the fields of a row are called, in their order; null for one that is left out
   */
  public static Optional<TextRows> compile(
      String tenant,
      String dataset,
      DatasetSchema schema,
      List<@Nullable String> names,
      Supplier<UUID> ids) {
    JsonNode root = schema.schema();
    Set<String> required = new HashSet<>();
    for (Map.Entry<String, JsonNode> rule : root.properties()) {
      JsonNode value = rule.getValue();
      boolean known =
          switch (rule.getKey()) {
            case "type" -> value.asString("").equals("object");
            case "properties" -> value.isObject();
            case "additionalProperties" -> value.isBoolean();
            case "required" -> {
              value.values().forEach(name -> required.add(name.asString("")));
              yield true;
            }
            case "$schema" -> true;
            default -> SchemaAcceptor.ANNOTATIONS.contains(rule.getKey());
          };
      if (!known) {
        return Optional.empty();
      }
    }
    int count = schema.columns().size();
    FieldReader[] readers = new FieldReader[count];
    int[] fields = new int[count];
    boolean[] needed = new boolean[count];
    FieldReaders compiler = new FieldReaders(root);
    for (int i = 0; i < count; i++) {
      Column column = schema.columns().get(i);
      JsonNode property = root.path("properties").path(column.name());
      readers[i] = compiler.reader(column, property);
      fields[i] = names.indexOf(column.name());
      boolean mayBeNull = fields[i] >= 0 && saysNull(property);
      needed[i] =
          column.is(Column.Role.KEY)
              || (required.contains(column.name()) && !column.filledByPlatform() && !mayBeNull);
    }
    for (String name : names) {
      if (name != null && schema.column(name).isEmpty()) {
        return Optional.empty();
      }
    }
    boolean complete = required.stream().allMatch(name -> schema.column(name).isPresent());
    return complete
        ? Optional.of(new TextRows(tenant, dataset, schema, readers, fields, needed, ids))
        : Optional.empty();
  }

  /** Whether null is one of its types, and nothing else is said that null may not satisfy. */
  private static boolean saysNull(JsonNode property) {
    for (JsonNode type : property.path("type").values()) {
      if (type.asString("").equals("null")) {
        return !property.has("enum") && !property.has("const");
      }
    }
    return false;
  }

  /**
   * Whether the row is certainly valid, and {@code into} holds its record, until the array under
   * the fields changes. Where not, {@code into} holds nothing of use.
   *
   * @param row as many fields as there were names
   * @param size of the original bytes
   */
  public boolean read(TextFields row, int size, Instant processedAt, TypedRow into) {
    byte[] bytes = row.bytes();
    for (int i = 0; i < readers.length; i++) {
      int field = fields[i];
      if (field < 0 || row.isEmpty(field)) {
        if (needed[i]) {
          return false;
        }
        into.none(i);
      } else if (!readers[i].read(bytes, row.from(field), row.to(field), into, i)) {
        return false;
      }
    }
    into.start(size);
    if (key.length == 0) {
      into.id(ids);
      return true;
    }
    UUID id = id(into);
    into.id(id);
    for (int i = 0; i < columns.length; i++) {
      if (into.isNull(i) && columns[i].filledByPlatform()) {
        fill(into, i, id, processedAt);
      }
    }
    return true;
  }

  private UUID id(TypedRow into) {
    CanonicalJson name = into.scratch.canonical;
    name.clear();
    name.written(idPrefix);
    for (int i : key) {
      name.raw(',');
      switch (columns[i].type()) {
        case TEXT, DATE, BIGINT, NUMERIC, BOOLEAN -> into.write(name, i);
        case TIMESTAMPTZ, UUID, JSONB ->
            RecordId.write(name, Objects.requireNonNull(into.value(i)));
      }
    }
    name.raw(']');
    return RecordId.of(into.scratch);
  }

  private void fill(TypedRow into, int i, UUID id, Instant processedAt) {
    switch (columns[i].type()) {
      case UUID -> into.uuid(i, id.getMostSignificantBits(), id.getLeastSignificantBits());
      case TEXT -> {
        byte[] text = id.toString().getBytes(UTF_8);
        into.text(i, text, 0, text.length);
      }
      default ->
          into.number(i, processedAt.getEpochSecond() * 1_000_000L + processedAt.getNano() / 1_000);
    }
  }
}
