package dev.sluice.file;

import dev.sluice.record.Column;
import dev.sluice.record.DatasetSchema;
import dev.sluice.record.FieldError;
import dev.sluice.record.JsonLimits;
import dev.sluice.record.Mapping;
import dev.sluice.record.Parsed;
import dev.sluice.record.Processed;
import dev.sluice.record.RecordProcessor;
import dev.sluice.record.StrictJson;
import dev.sluice.record.TextMapping;
import dev.sluice.record.TypedRow;
import java.time.Instant;
import java.util.ArrayList;
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
 * the file. Immutable and thread-safe; never throws for what is in a file.
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
  private final Map<String, String> names = new HashMap<>();

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
    List<String> header = format.header();
    this.targets = new @Nullable String[header.size()];
    this.nullable = new boolean[header.size()];
    for (int i = 0; i < targets.length; i++) {
      String target = columns.target(header.get(i));
      targets[i] = target;
      if (target != null) {
        names.put(target, header.get(i));
        // One that must be there, and may be null, is there.
        nullable[i] =
            mapping == Mapping.IDENTITY
                && ExpectedColumns.isRequired(schema, target)
                && schema.column(target).filter(Column::nullable).isPresent();
      }
    }
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
      return rejected(row, row.problem);
    }
    return format.kind() == FileFormat.Kind.CSV
        ? named(processor.process(tree(row), row.size(), processedAt), names)
        : json(row, processedAt);
  }

  /** With the file's names. */
  private static Processed named(Processed processed, Map<String, String> names) {
    return processed instanceof Processed.Rejected(List<FieldError> errors, String code)
        ? new Processed.Rejected(errors.stream().map(error -> named(error, names)).toList(), code)
        : processed;
  }

  private static FieldError named(FieldError error, Map<String, String> names) {
    String name = names.get(error.field());
    return name == null
        ? error
        : new FieldError(error.code(), name, error.value(), error.message(), error.hint());
  }

  /**
   * One row into slots, which are valid until the next {@link ChunkReader#next}.
   *
   * @return why it was rejected, and {@code into} holds nothing of use; null where it was accepted
   */
  public Processed.@Nullable Rejected read(Row row, Instant processedAt, TypedRow into) {
    return switch (process(row, processedAt)) {
      case Processed.Rejected rejected -> rejected;
      case Processed.Accepted accepted -> {
        into.set(accepted);
        yield null;
      }
    };
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
        && JSON.parse(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
            instanceof Parsed.Document(JsonNode root)
        && !root.isString()) {
      return root;
    }
    return NODES.stringNode(text);
  }

  private Processed json(Row row, Instant processedAt) {
    Parsed parsed = JSON.parse(row.bytes, row.offset, row.length);
    boolean renames = columns != ExpectedColumns.ANY;
    if (renames
        && parsed instanceof Parsed.Document(JsonNode root)
        && root instanceof ObjectNode object) {
      Map<String, String> found = new HashMap<>();
      ObjectNode renamed = renamed(object, found);
      return named(processor.process(renamed, row.size(), processedAt), found);
    }
    return processor.process(parsed, row.size(), processedAt);
  }

  private ObjectNode renamed(ObjectNode record, Map<String, String> names) {
    ObjectNode renamed = NODES.objectNode();
    record.forEachEntry((name, value) -> {
      String target = columns.target(name);
      if (target != null) {
        names.put(target, name);
        renamed.set(target, value);
      }
    });
    return renamed;
  }

  private Processed.Rejected rejected(Row row, RowProblem problem) {
    List<FieldError> errors = new ArrayList<>();
    String message =
        "ragged".equals(problem.code())
            ? "the row has " + row.fields.count() + " fields, the header " + format.header().size()
            : "the row " + problem.message();
    String where = row.line() > 0 ? " (line " + row.line() + ")" : "";
    errors.add(new FieldError(problem.code(), "", null, message + where, problem.hint()));
    return new Processed.Rejected(errors, problem.code());
  }
}
