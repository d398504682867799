package dev.sluice.definition;

import dev.sluice.record.RecordSchema;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the field {@code schema} and holds it against JSON Schema 2020-12, each mistake at its
 * place.
 */
final class SchemaReader {
  private SchemaReader() {}

  /** The schema if it is valid and of {@code type: object}; what is wrong is a finding. */
  static Optional<JsonNode> read(DocumentNode node, boolean required) {
    if (required) {
      node.require("schema");
    }
    @Nullable YamlNode schema = node.field("schema");
    if (schema == null) {
      return Optional.empty();
    }
    JsonNode json = schema.json();
    if (!json.isObject()) {
      node.error("schema", "type", "`schema` is not an object", "write a JSON Schema 2020-12");
      return Optional.empty();
    }
    SchemaCheck.check(node, schema, required);
    List<RecordSchema.SchemaProblem> problems = RecordSchema.problems(json);
    if (!problems.isEmpty() && problems.getFirst().path().isEmpty()) {
      List<YamlNode.Scalar> remote = SchemaCheck.remoteReferences(schema);
      remote.forEach(reference -> elsewhere(node, reference));
      if (!remote.isEmpty()) {
        return Optional.empty();
      }
    }
    Set<List<?>> seen = new HashSet<>();
    for (RecordSchema.SchemaProblem problem : problems) {
      if (!seen.add(problem.path())) {
        continue; // one value, refused by each of several alternatives
      }
      String path = String.join(".", problem.path().stream().map(String::valueOf).toList());
      node.error(
          YamlNode.follow(schema, problem.path()).at(),
          "schema",
          "`schema"
              + (path.isEmpty() ? "" : "." + path)
              + "` is not JSON Schema: "
              + problem.message(),
          "");
    }
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    if (!json.path("type").asString("").equals("object")) {
      node.error(
          YamlNode.follow(schema, List.of("type")).at(),
          "schema",
          "the schema does not say `type: object`",
          "add `type: object`: a record is an object");
      return Optional.empty();
    }
    return Optional.of(json);
  }

  private static void elsewhere(DocumentNode node, YamlNode.Scalar reference) {
    node.error(
        reference.at(),
        "schema",
        "schemas are not fetched, and "
            + DocumentNode.quoted(reference.text())
            + " is not in this one",
        "write it under `$defs`, and refer to `#/$defs/NAME`");
  }

  static Position propertyAt(DocumentNode node, String property) {
    @Nullable YamlNode schema = node.field("schema");
    if (schema != null
        && YamlNode.follow(schema, List.of("properties")) instanceof YamlNode.Fields properties) {
      YamlNode.Field field = properties.fields().get(property);
      if (field != null) {
        return field.nameAt();
      }
    }
    return node.at("schema");
  }
}
