package dev.sluice.record;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.NodePath;
import dev.sluice.jsonata.JsonataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * JSON Schema 2020-12, formats asserted, decided on exact decimals. References leave the schema
 * only to the bundled meta-schemas; nothing is fetched.
 *
 * <p>Immutable and thread-safe.
 */
public final class RecordSchema {
  /** The values of {@code format} that mean something. */
  public static final Set<String> FORMATS = SchemaFormats.NAMES;

  /** More errors than this help nobody. */
  static final int MAX_ERRORS = 100;

  private static final String META_SCHEMA = "https://json-schema.org/draft/2020-12/schema";
  private static final Dialect DIALECT =
      Dialect.builder(Dialects.getDraft202012()).formats(SchemaFormats.all()).build();
  private static final SchemaRegistryConfig CONFIG =
      SchemaRegistryConfig.builder()
          .formatAssertionsEnabled(true)
          .regularExpressionFactory(SchemaFormats::regularExpression)
          .build();

  private final Schema schema;
  private final JsonNode source;
  private final @Nullable Acceptor acceptor;

  private RecordSchema(Schema schema, JsonNode source) {
    this.schema = schema;
    this.source = source;
    this.acceptor = SchemaAcceptor.of(source).orElse(null);
  }

  /**
   * Something wrong with a schema itself.
   *
   * @param path names (String) and indexes (Integer) from the schema's root
   */
  public record SchemaProblem(List<Object> path, String message) {}

  /**
   * What the meta-schema, the references and the patterns of a schema say against it; empty if it
   * is fine.
   */
  public static List<SchemaProblem> problems(JsonNode schema) {
    List<SchemaProblem> problems = new ArrayList<>();
    for (Error error : Meta.SCHEMA.validate(schema)) {
      problems.add(new SchemaProblem(elements(error.getInstanceLocation()), error.getMessage()));
    }
    if (problems.isEmpty()) {
      try {
        compile(schema);
      } catch (IllegalArgumentException e) {
        problems.add(new SchemaProblem(List.of(), String.valueOf(e.getMessage())));
      }
    }
    return problems;
  }

  /**
   * The schema, ready to judge records.
   *
   * @throws IllegalArgumentException if it is not a schema, or refers to what is not there
   */
  public static RecordSchema compile(JsonNode source) {
    try {
      Schema schema = registry().getSchema(source);
      schema.initializeValidators();
      // References resolve on first use: one empty validation finds those that do not.
      schema.validate(JsonNodeFactory.instance.objectNode());
      return new RecordSchema(schema, source);
    } catch (SchemaException | JsonataException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Everything wrong with the record; empty if it is valid. */
  public List<FieldError> check(JsonNode record) {
    return accepts(record) ? List.of() : validate(record);
  }

  /** Whether it is certainly valid; where not, {@link #check} knows. */
  boolean accepts(JsonNode record) {
    return acceptor != null && acceptor.accepts(record);
  }

  /** Whether it has the short way. */
  boolean isCommon() {
    return acceptor != null;
  }

  /** As {@link #check}, always by the validator. */
  List<FieldError> validate(JsonNode record) {
    List<Error> errors;
    try {
      errors = schema.validate(record);
    } catch (JsonataException | StackOverflowError e) {
      // A pattern that backtracks, on a text made for it.
      return List.of(
          new FieldError(
              "pattern",
              "",
              null,
              "takes too long to hold against a pattern of the schema",
              "send shorter texts"));
    }
    if (errors.isEmpty()) {
      return List.of();
    }
    return errors.stream().limit(MAX_ERRORS).map(SchemaErrors::describe).toList();
  }

  public JsonNode source() {
    return source;
  }

  /** Loaded on first use and once: it takes longer than everything else here. */
  private static final class Meta {
    static final Schema SCHEMA = registry().getSchema(SchemaLocation.of(META_SCHEMA));
  }

  private static SchemaRegistry registry() {
    return SchemaRegistry.withDialect(DIALECT, builder -> builder.schemaRegistryConfig(CONFIG));
  }

  static List<Object> elements(NodePath path) {
    List<Object> elements = new ArrayList<>(path.getNameCount());
    for (int i = 0; i < path.getNameCount(); i++) {
      elements.add(path.getElement(i));
    }
    return elements;
  }

  /** Names of keywords in kebab case, where a code of ours is not simply that. */
  static final Map<String, String> CODES =
      Map.of(
          "multipleOf", "scale",
          "additionalProperties", "unknown-field",
          "unevaluatedProperties", "unknown-field",
          "exclusiveMinimum", "minimum",
          "exclusiveMaximum", "maximum",
          "false", "unknown-field");
}
