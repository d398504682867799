package dev.sluice.server.contract;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers against the document. Thread-safe. */
public final class Contract {
  /** Problems that any route may answer, said once in the document's introduction. */
  static final Set<Integer> ANYWHERE = Set.of(401, 403, 408, 429, 431, 500, 503);

  /** What a path that is not there, or not with this method, may be answered. */
  private static final Set<Integer> NOWHERE = Set.of(400, 401, 403, 404, 405, 414, 429, 431, 503);

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder()
                      .formatAssertionsEnabled(true)
                      .locale(Locale.ENGLISH)
                      .build()));
  private static final ObjectNode COMPONENTS =
      ClosedSchemas.components(Document.THE.root().path("components"));
  private static final JsonNode PROBLEM = Document.THE.root().at("/components/responses/Problem");
  private static final Map<JsonNode, Schema> COMPILED = new ConcurrentHashMap<>();
  private static final Set<String> SUCCEEDED = ConcurrentHashMap.newKeySet();
  private static final Queue<String> BROKEN = new ConcurrentLinkedQueue<>();

  private Contract() {}

  /**
   * Throws {@link AssertionError} where the document does not say that this may be answered; and
   * remembers it, for where a test catches too much.
   */
  public static void hold(Answered answered) {
    try {
      check(answered);
    } catch (AssertionError e) {
      BROKEN.add(e.getMessage());
      throw e;
    }
  }

  /** Ids of the operations that were answered as when all goes well. */
  static Set<String> succeeded() {
    return SUCCEEDED;
  }

  static List<String> broken() {
    return List.copyOf(BROKEN);
  }

  static void check(Answered answered) {
    String path = answered.target().getPath();
    Optional<Operation> found = Document.THE.find(answered.method(), path);
    if (found.isEmpty() && !Document.THE.knows(path) && answered.method().equals("GET")) {
      // Every dataset has the routes that the document shows for orders.
      found = Document.THE.find("GET", path.replaceFirst("^/api/[a-z0-9-]+", "/api/orders"));
    }
    if (found.isEmpty()) {
      require(NOWHERE.contains(answered.status()), answered, "the document has no such route");
      content(answered, PROBLEM);
      return;
    }
    Operation operation = found.get();
    Optional<JsonNode> response = operation.response(answered.status());
    require(
        response.isPresent() || ANYWHERE.contains(answered.status()),
        answered,
        operation + " does not have this status");
    JsonNode described = Document.THE.resolve(response.orElse(PROBLEM));
    headers(answered, described);
    content(answered, described);
    if (answered.status() < 400) {
      parameters(answered, operation);
    }
    if (answered.status() == operation.success()) {
      SUCCEEDED.add(operation.id());
    }
  }

  private static void headers(Answered answered, JsonNode response) {
    require(
        answered.header().apply("X-Correlation-Id").isPresent(),
        answered,
        "X-Correlation-Id is missing");
    for (Map.Entry<String, JsonNode> one : response.path("headers").properties()) {
      boolean required = Document.THE.resolve(one.getValue()).path("required").asBoolean(false);
      require(
          !required || answered.header().apply(one.getKey()).isPresent(),
          answered,
          "header " + one.getKey() + " is missing");
    }
  }

  private static void content(Answered answered, JsonNode response) {
    JsonNode content = Document.THE.resolve(response).path("content");
    if (answered.method().equals("HEAD")) {
      return;
    }
    if (content.isEmpty()) {
      require(answered.body().length == 0, answered, "no body is described");
      return;
    }
    JsonNode media = content.path(answered.mediaType());
    require(
        !media.isMissingNode(),
        answered,
        "described are " + String.join(", ", content.propertyNames()));
    if (answered.mediaType().endsWith("json")) {
      body(answered, media.path("schema"));
    }
  }

  private static void body(Answered answered, JsonNode schema) {
    JsonNode body;
    try {
      body = JSON.readTree(answered.body());
    } catch (JacksonException e) {
      throw new AssertionError(answered.shown() + ": the body is not JSON", e);
    }
    List<com.networknt.schema.Error> errors =
        COMPILED.computeIfAbsent(schema, Contract::compile).validate(body);
    require(errors.isEmpty(), answered, errors + " in " + body);
  }

  private static Schema compile(JsonNode schema) {
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    whole.setAll((ObjectNode) ClosedSchemas.closed(schema));
    whole.set("components", COMPONENTS);
    return SCHEMAS.getSchema(whole);
  }

  private static void parameters(Answered answered, Operation operation) {
    String query = answered.target().getRawQuery();
    boolean asDocumented = operation.matches(answered.target().getPath());
    if (query == null || !asDocumented) {
      return;
    }
    for (String pair : query.split("&", -1)) {
      String name = URLDecoder.decode(pair.split("=", 2)[0], StandardCharsets.UTF_8);
      require(operation.takes(name), answered, "parameter " + name + " is not described");
    }
  }

  private static void require(boolean holds, Answered answered, String otherwise) {
    if (!holds) {
      throw new AssertionError(
          answered.shown() + " is not in openapi.yaml as answered: " + otherwise);
    }
  }
}
