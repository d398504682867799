package dev.sluice.definition;

import dev.sluice.record.Column;
import dev.sluice.record.ColumnRoles;
import dev.sluice.record.ColumnType;
import dev.sluice.record.DatasetSchema;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads one document of kind {@code dataset} and holds its columns against what they are named for.
 */
final class DatasetReader {
  private static final int MAX_COLUMNS = 500;
  private static final int IDENTIFIER_BYTES = 63;
  private static final Set<ColumnType> SCALAR = EnumSet.complementOf(EnumSet.of(ColumnType.JSONB));
  private static final Set<ColumnType> NUMBER = EnumSet.of(ColumnType.BIGINT, ColumnType.NUMERIC);
  private static final Set<ColumnType> MOMENT = EnumSet.of(ColumnType.TIMESTAMPTZ, ColumnType.DATE);
  private static final Set<ColumnType> ORDERED =
      EnumSet.of(ColumnType.BIGINT, ColumnType.NUMERIC, ColumnType.TIMESTAMPTZ, ColumnType.DATE);

  private final DocumentNode node;

  private DatasetReader(DocumentNode node) {
    this.node = node;
  }

  static @Nullable DatasetDefinition read(DocumentNode node) {
    return new DatasetReader(node).read();
  }

  private @Nullable DatasetDefinition read() {
    String name = Names.read(node, DatasetDefinition.KIND);
    String path = node.has("path") ? Names.readPath(node) : name;
    boolean upsert = node.choice("mode", "insert", "upsert").equals("upsert");
    boolean keep = node.choice("onConflict", "reject", "keep").equals("keep");
    ColumnRoles roles =
        new ColumnRoles(
            node.texts("key"),
            node.text("source"),
            node.text("time"),
            node.text("sequence"),
            node.text("version"),
            node.texts("filter"),
            node.texts("sum"),
            node.texts("seal"));
    var retention = node.duration("retention");
    Optional<JsonNode> schema = SchemaReader.read(node, true);
    node.finish();
    if (upsert && !node.has("key")) {
      node.error("mode", "key", "mode is upsert, but there is no key", "add `key:`");
    }
    if (upsert && node.has("onConflict")) {
      node.warning(
          "onConflict", "unused", "onConflict has no effect with mode upsert", "remove it");
    }
    if (!upsert && node.has("version")) {
      node.error(
          "version",
          "version",
          "version is only for mode upsert",
          "remove it, or write mode: upsert");
    }
    sealed(roles);
    if (schema.isEmpty()) {
      namesAlone(roles);
      return null;
    }
    DatasetSchema columns = columns(schema.get(), roles);
    if (node.hasErrors()) {
      return null;
    }
    return new DatasetDefinition(
        name,
        path,
        upsert ? DatasetDefinition.Mode.UPSERT : DatasetDefinition.Mode.INSERT,
        keep ? DatasetDefinition.OnConflict.KEEP : DatasetDefinition.OnConflict.REJECT,
        roles,
        columns,
        retention,
        node.at(),
        node.hash());
  }

  /**
   * Where the schema has mistakes of its own, its properties' names still tell a mistyped column.
   */
  private void namesAlone(ColumnRoles roles) {
    YamlNode schema = node.field("schema");
    if (schema == null || !schema.json().path("properties").isObject()) {
      return;
    }
    Set<String> known = Set.copyOf(schema.json().path("properties").propertyNames());
    Map<String, List<String>> named = new LinkedHashMap<>();
    named.put("key", roles.key());
    named.put("filter", roles.filter());
    named.put("sum", roles.sum());
    named.put("seal", roles.seal());
    named.forEach((role, names) -> {
      for (int i = 0; i < names.size(); i++) {
        if (!known.contains(names.get(i))) {
          unknownColumn(role, names.get(i), known, node.at(role, i));
        }
      }
    });
  }

  private void unknownColumn(String role, String name, Collection<String> known, Position at) {
    node.error(
        at,
        "unknown-column",
        "`" + role + "` names " + DocumentNode.quoted(name) + ", which the schema does not have",
        DocumentNode.didYouMean(name, known).orElse("add it to the schema's properties"));
  }

  private DatasetSchema columns(JsonNode json, ColumnRoles roles) {
    // Without the key, whose columns may be missing; the roles stay findable by name below.
    DatasetSchema columns = DatasetSchema.of(json, ColumnRoles.NONE);
    names(columns);
    roles(columns, "key", roles.key(), SCALAR);
    role(columns, "source", roles.source(), SCALAR);
    role(columns, "time", roles.time(), MOMENT);
    role(columns, "sequence", roles.sequence(), NUMBER);
    role(columns, "version", roles.version(), ORDERED);
    roles(columns, "filter", roles.filter(), SCALAR);
    filters(roles.filter());
    roles(columns, "sum", roles.sum(), NUMBER);
    roles(columns, "seal", roles.seal(), EnumSet.allOf(ColumnType.class));
    keyIsRequired(columns, roles);
    return node.hasErrors() ? columns : DatasetSchema.of(json, roles);
  }

  private void names(DatasetSchema columns) {
    if (columns.columns().isEmpty()) {
      node.error("schema", "schema", "the schema has no properties", "add `properties:`");
    }
    if (columns.columns().size() > MAX_COLUMNS) {
      node.error("schema", "limit", "the schema has more than " + MAX_COLUMNS + " properties", "");
    }
    for (Column column : columns.columns()) {
      String name = column.name();
      Position at = SchemaReader.propertyAt(node, name);
      if (name.isEmpty() || name.indexOf(0) >= 0 || name.startsWith("_")) {
        node.error(
            at,
            "column-name",
            DocumentNode.quoted(name) + " cannot be a column",
            "start it with a letter; names with _ in front are the platform's");
      } else if (name.getBytes(StandardCharsets.UTF_8).length > IDENTIFIER_BYTES) {
        node.error(
            at,
            "column-name",
            DocumentNode.quoted(name) + " is too long for a column",
            "at most " + IDENTIFIER_BYTES + " bytes");
      }
    }
  }

  private void role(
      DatasetSchema columns, String role, @Nullable String name, Set<ColumnType> types) {
    if (name != null) {
      column(columns, role, name, types, node.at(role));
    }
  }

  private void roles(
      DatasetSchema columns, String role, List<String> names, Set<ColumnType> types) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      Position at = node.at(role, i);
      if (!seen.add(names.get(i))) {
        node.error(
            at,
            "duplicate",
            "`" + role + "` names " + DocumentNode.quoted(names.get(i)) + " twice",
            "");
      }
      column(columns, role, names.get(i), types, at);
    }
  }

  private void column(
      DatasetSchema columns, String role, String name, Set<ColumnType> types, Position at) {
    Optional<Column> column = columns.column(name);
    if (column.isEmpty()) {
      unknownColumn(role, name, columns.columns().stream().map(Column::name).toList(), at);
    } else if (!types.contains(column.get().type())) {
      node.error(
          at,
          "column-type",
          "`"
              + role
              + "` names "
              + DocumentNode.quoted(name)
              + ", which is "
              + column.get().sqlType(),
          "it must be "
              + String.join(
                  ", ",
                  types.stream()
                      .map(type -> type.name().toLowerCase(java.util.Locale.ROOT))
                      .toList()));
    }
  }

  private void filters(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      if (ColumnRoles.LIST_PARAMETERS.contains(names.get(i))) {
        node.warning(
            node.at("filter", i),
            "reserved-filter",
            "`filter` names "
                + DocumentNode.quoted(names.get(i))
                + ", which lists of records take for themselves",
            "call the column something else than "
                + String.join(", ", ColumnRoles.LIST_PARAMETERS.stream().sorted().toList())
                + ", or leave it out");
      }
    }
  }

  private void keyIsRequired(DatasetSchema columns, ColumnRoles roles) {
    for (int i = 0; i < roles.key().size(); i++) {
      String name = roles.key().get(i);
      if (columns.column(name).filter(Column::nullable).isPresent()) {
        node.error(
            node.at("key", i),
            "key-nullable",
            "key column " + DocumentNode.quoted(name) + " may be missing or null",
            "add it to the schema's `required`, without null among its types");
      }
    }
  }

  /** Refused here, at its place, before a server that has no keys to seal with starts. */
  private void sealed(ColumnRoles roles) {
    if (!roles.seal().isEmpty()) {
      node.error(
          "seal",
          "seal",
          "`seal` needs tenant keys, which this version does not have",
          "remove it, or leave these columns out");
    }
  }
}
