package dev.sluice.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.record.Column;
import dev.sluice.record.DatasetSchema;
import dev.sluice.record.JsonLimits;
import dev.sluice.record.Mapping;
import dev.sluice.record.Parsed;
import dev.sluice.record.Processed;
import dev.sluice.record.RecordProcessor;
import dev.sluice.record.StrictJson;
import dev.sluice.record.TextMapping;
import dev.sluice.record.TextRows;
import dev.sluice.record.TypedRow;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything between a row of a file and its record in a dataset. Fields of errors are named as in
 * the file, unless a mapping stands between. Immutable and thread-safe; never throws for what is in
 * a file.
 */
public final class RowProcessor {
  private static final StrictJson JSON = new StrictJson(JsonLimits.RECORD);
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final DatasetSchema schema;
  private final ExpectedColumns columns;
  private final FileFormat format;
  private final RecordProcessor processor;
  private final @Nullable String[] targets;
  private final boolean[] nullable;
  private final boolean unmapped;
  private final Map<String, String> names = new HashMap<>();
  private final @Nullable TextRows direct;

  /**
   * @param mapping after the columns were renamed; {@link Mapping#IDENTITY} where there is none
   * @param ids makes the ids of records without a key
   */
  public RowProcessor(
      String tenant,
      String dataset,
      DatasetSchema schema,
      ExpectedColumns columns,
      Mapping mapping,
      FileFormat format,
      Supplier<UUID> ids) {
    this.schema = schema;
    this.columns = columns;
    this.format = format;
    boolean text = format.kind() == FileFormat.Kind.CSV;
    Mapping whole = text ? new TextMapping(schema, mapping) : mapping;
    this.processor = new RecordProcessor(tenant, dataset, schema, null, whole, ids);
    this.unmapped = mapping.equals(Mapping.IDENTITY);
    List<String> header = format.header();
    this.targets = new @Nullable String[header.size()];
    this.nullable = new boolean[header.size()];
    for (int i = 0; i < targets.length; i++) {
      String target = columns.target(header.get(i));
      targets[i] = target;
      if (target != null) {
        if (unmapped) {
          names.put(target, header.get(i));
        }
        // One that must be there, and may be null, is there.
        nullable[i] =
            unmapped
                && ExpectedColumns.isRequired(schema, target)
                && schema.column(target).filter(Column::nullable).isPresent();
      }
    }
    this.direct =
        text && unmapped && !format.jsonCells()
            ? TextRows.compile(tenant, dataset, schema, Arrays.asList(targets), ids).orElse(null)
            : null;
  }

  private RowProcessor(RowProcessor other) {
    this.schema = other.schema;
    this.columns = other.columns;
    this.format = other.format;
    this.processor = other.processor;
    this.targets = other.targets;
    this.nullable = other.nullable;
    this.unmapped = other.unmapped;
    this.names.putAll(other.names);
    this.direct = null;
  }

  /** Always the general way, which is what the short one is held against. */
  RowProcessor withoutShortcut() {
    return new RowProcessor(this);
  }

  public DatasetSchema schema() {
    return schema;
  }

  /**
   * One record that was kept by itself, such as a dead letter's.
   *
   * @param number of the record in its file, from 1
   */
  public Processed process(byte[] record, long number, Instant processedAt) {
    return process(ChunkReader.alone(format, record, number), processedAt);
  }

  /**
   * One row.
   *
   * @param processedAt becomes {@code processedAt} where the dataset declares it and the file
   *     leaves it out
   */
  public Processed process(Row row, Instant processedAt) {
    if (row.problem != null) {
      return RowErrors.of(row, row.problem, targets.length);
    }
    if (format.kind() == FileFormat.Kind.NDJSON) {
      return json(row, processedAt);
    }
    Processed processed = processor.process(tree(row), row.size(), processedAt);
    return RowErrors.named(RowErrors.ofText(processed, schema), names);
  }

  /**
   * One row into slots, which are valid until the next {@link ChunkReader#next}.
   *
   * @return why it was rejected, and {@code into} holds nothing of use; null where it was accepted
   */
  public Processed.@Nullable Rejected read(Row row, Instant processedAt, TypedRow into) {
    if (takesShortcut(row, processedAt, into)) {
      return null;
    }
    return switch (process(row, processedAt)) {
      case Processed.Rejected rejected -> rejected;
      case Processed.Accepted accepted -> {
        into.set(accepted);
        yield null;
      }
    };
  }

  boolean takesShortcut(Row row, Instant processedAt, TypedRow into) {
    return direct != null
        && row.problem == null
        && direct.read(row.fields, row.size(), processedAt, into);
  }

  private ObjectNode tree(Row row) {
    ObjectNode tree = NODES.objectNode();
    for (int i = 0; i < targets.length; i++) {
      String target = targets[i];
      if (target != null && !row.fields.isEmpty(i)) {
        tree.set(target, value(row.fields.text(i)));
      } else if (target != null && nullable[i]) {
        tree.putNull(target);
      }
    }
    return tree;
  }

  private JsonNode value(String text) {
    if (format.jsonCells()
        && JSON.parse(text.getBytes(UTF_8)) instanceof Parsed.Document(JsonNode root)
        && !root.isString()) {
      return root;
    }
    return NODES.stringNode(text);
  }

  private Processed json(Row row, Instant processedAt) {
    Parsed parsed = JSON.parse(row.bytes, row.offset, row.length);
    boolean renames = columns != ExpectedColumns.ANY;
    if (!renames
        || !(parsed instanceof Parsed.Document(JsonNode root))
        || !(root instanceof ObjectNode object)) {
      return processor.process(parsed, row.size(), processedAt);
    }
    Map<String, String> found = new HashMap<>();
    ObjectNode renamed = NODES.objectNode();
    for (String name : object.propertyNames()) {
      String target = columns.target(name);
      if (target != null) {
        String before = found.put(target, name);
        if (before != null) {
          return RowErrors.twice(name, before);
        }
        renamed.set(target, object.path(name));
      }
    }
    Processed processed = processor.process(renamed, row.size(), processedAt);
    return unmapped ? RowErrors.named(processed, found) : processed;
  }
}
