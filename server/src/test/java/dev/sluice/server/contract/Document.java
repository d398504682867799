package dev.sluice.server.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code openapi.yaml}, read once. */
final class Document {
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "patch", "head", "options");
  static final Document THE = read();

  private final JsonNode root;
  private final List<Operation> operations = new ArrayList<>();

  private Document(JsonNode root) {
    this.root = root;
    for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> one : path.getValue().properties()) {
        if (METHODS.contains(one.getKey())) {
          operations.add(operation(path, one.getKey(), one.getValue()));
        }
      }
    }
  }

  private Operation operation(Map.Entry<String, JsonNode> path, String method, JsonNode one) {
    List<JsonNode> parameters = new ArrayList<>();
    for (JsonNode from : List.of(path.getValue(), one)) {
      from.path("parameters").values().forEach(parameter -> parameters.add(resolve(parameter)));
    }
    return new Operation(method.toUpperCase(Locale.ROOT), path.getKey(), one, parameters);
  }

  private static Document read() {
    try (InputStream yaml = Document.class.getResourceAsStream("/openapi.yaml")) {
      if (yaml == null) {
        throw new IllegalStateException("openapi.yaml is not on the class path");
      }
      String text = new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
      Object loaded = new Load(LoadSettings.builder().build()).loadFromString(text);
      return new Document(JsonMapper.shared().valueToTree(loaded));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode root() {
    return root;
  }

  List<Operation> operations() {
    return operations;
  }

  /** The node itself, or what its reference names. */
  JsonNode resolve(JsonNode node) {
    String reference = node.path("$ref").asString("");
    return reference.isEmpty() ? node : resolve(root.at(reference.substring(1)));
  }

  boolean knows(String path) {
    return operations.stream().anyMatch(one -> one.matches(path));
  }

  Optional<Operation> find(String method, String path) {
    // HEAD is GET without the body.
    String asked = method.equals("HEAD") ? "GET" : method;
    return operations.stream()
        .filter(one -> one.method().equals(asked) && one.matches(path))
        .max(Comparator.comparingLong(Operation::literals));
  }
}
