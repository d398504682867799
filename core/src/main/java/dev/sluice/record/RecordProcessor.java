package dev.sluice.record;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything between a record's bytes and its row, for one tenant, one sender's format and one
 * dataset: strict JSON, the sender's schema, the mapping, the dataset's schema, typed values,
 * identity and fingerprint.
 *
 * <p>Immutable and thread-safe; never throws for what a sender sent.
 */
public final class RecordProcessor {
  private static final StrictJson JSON = new StrictJson(JsonLimits.RECORD);

  private final String tenant;
  private final String dataset;
  private final DatasetSchema schema;
  private final @Nullable RecordSchema sent;
  private final Mapping mapping;
  private final RecordSchema mapped;
  private final Supplier<UUID> ids;

  /**
   * @param sent the schema of what the sender sends; null if only the dataset's counts
   * @param ids makes the ids of records without a key ({@link Uuid7#next})
   */
  public RecordProcessor(
      String tenant,
      String dataset,
      DatasetSchema schema,
      @Nullable RecordSchema sent,
      Mapping mapping,
      Supplier<UUID> ids) {
    this.tenant = tenant;
    this.dataset = dataset;
    this.schema = schema;
    this.sent = sent;
    this.mapping = mapping;
    this.mapped = RecordSchema.compile(withoutPlatformColumns(schema));
    this.ids = ids;
  }

  /** What the platform fills is not missing. */
  private static JsonNode withoutPlatformColumns(DatasetSchema schema) {
    JsonNode source = schema.schema();
    if (!(source instanceof ObjectNode object) || !source.has("required")) {
      return source;
    }
    ObjectNode copy = object.deepCopy();
    var required = copy.putArray("required");
    for (JsonNode name : source.path("required").values()) {
      boolean filled = schema.column(name.asString()).filter(Column::filledByPlatform).isPresent();
      if (!filled) {
        required.add(name);
      }
    }
    return copy;
  }

  public DatasetSchema schema() {
    return schema;
  }

  /**
   * One record from its original bytes.
   *
   * @param processedAt becomes {@code processedAt} where the dataset declares it and the mapping
   *     leaves it out
   */
  public Processed process(byte[] original, Instant processedAt) {
    return process(JSON.parse(original), original.length, processedAt);
  }

  /** One record already read, such as one that a {@link RecordReader} gave. */
  public Processed process(Parsed parsed, int size, Instant processedAt) {
    return switch (parsed) {
      case Parsed.Refused(JsonProblem problem) -> Processed.Rejected.of(problem);
      case Parsed.Document(JsonNode root) -> process(root, size, processedAt);
    };
  }

  /** One record as a tree, which came from strict JSON or is as exact. */
  public Processed process(JsonNode record, int size, Instant processedAt) {
    if (!record.isObject()) {
      return reject("type", record, "a record must be an object", "send a JSON object");
    }
    if (sent != null) {
      List<FieldError> errors = sent.check(record);
      if (!errors.isEmpty()) {
        return Processed.Rejected.of(errors);
      }
    }
    JsonNode result;
    try {
      result = mapping.apply(record);
    } catch (MappingException e) {
      return reject(
          "mapping",
          null,
          "the mapping failed with " + e.code() + ": " + e.getMessage(),
          "check the record against the feed's format; if it is right, the mapping is wrong");
    }
    if (!(result instanceof ObjectNode object)) {
      return reject(
          "mapping",
          result,
          "the mapping did not give an object",
          "check the feed's mapping: it must give an object for every record");
    }
    RowValues row = new RowValues(schema, object);
    if (row.coverRecord() && mapped.accepts(object)) {
      return accept(row, object, null, size, processedAt);
    }
    List<FieldError> errors = unknownFields(object);
    for (FieldError error : mapped.check(object)) {
      if (!error.code().equals("unknown-field") || errors.isEmpty()) {
        errors.add(error);
      }
    }
    return errors.isEmpty()
        ? accept(row, object, null, size, processedAt)
        : Processed.Rejected.of(errors);
  }

  /**
   * A record that was accepted before, from what {@link Processed.Accepted} held: the same id,
   * values and fingerprint as then. It is not validated again.
   *
   * @throws IllegalArgumentException if it is not such a record
   */
  public Processed.Accepted restore(JsonNode record, UUID id, int size, Instant processedAt) {
    if (record instanceof ObjectNode object
        && accept(new RowValues(schema, object), object, id, size, processedAt)
            instanceof Processed.Accepted accepted) {
      return accepted;
    }
    throw new IllegalArgumentException("not a record that this dataset accepted");
  }

  private Processed accept(
      RowValues row, ObjectNode record, @Nullable UUID known, int size, Instant processedAt) {
    List<FieldError> errors = row.read(known != null);
    if (!errors.isEmpty()) {
      return Processed.Rejected.of(errors);
    }
    List<Object> key = row.key();
    UUID id = known != null ? known : key.isEmpty() ? ids.get() : RecordId.of(tenant, dataset, key);
    return new Processed.Accepted(
        id, key, row.filled(id, processedAt), record, row.fingerprint(), size);
  }

  /** A column that does not exist would be dropped without a word. */
  private List<FieldError> unknownFields(ObjectNode record) {
    List<FieldError> errors = new ArrayList<>();
    for (String name : record.propertyNames()) {
      if (errors.size() == RecordSchema.MAX_ERRORS) {
        break;
      }
      if (!schema.has(name)) {
        List<String> names = schema.columns().stream().map(Column::name).toList();
        errors.add(
            new FieldError(
                "unknown-field",
                name,
                SchemaErrors.shorten(record.path(name)),
                "the dataset has no such column",
                Spelling.nearest(name, names)
                    .map(near -> "did you mean `" + near + "`?")
                    .orElse("leave this field out, or add it to the dataset's schema")));
      }
    }
    return errors;
  }

  private static Processed reject(
      String code, @Nullable JsonNode value, String message, String hint) {
    JsonNode shown = value == null ? JsonNodeFactory.instance.missingNode() : value;
    String text = shown.isMissingNode() ? null : SchemaErrors.shorten(shown);
    return Processed.Rejected.of(List.of(new FieldError(code, "", text, message, hint)));
  }
}
