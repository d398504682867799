package dev.sluice.definition;

import dev.sluice.limit.Rate;
import dev.sluice.record.Mapping;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one document of kind {@code import}. */
final class ImportReader {
  private ImportReader() {}

  static @Nullable ImportDefinition read(DocumentNode node) {
    String name = Names.read(node, ImportDefinition.KIND);
    @Nullable String dataset = node.requiredText("dataset");
    Map<String, Position> columnsAt = new LinkedHashMap<>();
    Map<String, String> columns = columns(node, columnsAt);
    Set<String> ignore = ignored(node, columns);
    Mapping mapping = MappingCheck.read(node);
    int concurrency = concurrency(node);
    @Nullable Rate rate = node.rate("rateLimit");
    @Nullable DocumentNode retry = node.object("retry");
    Retry retries = retry == null ? Retry.DEFAULT : Retry.read(retry);
    String tenant = Names.readTenant(node);
    node.finish();
    if (node.hasErrors() || dataset == null) {
      return null;
    }
    return new ImportDefinition(
        name,
        dataset,
        columns,
        ignore,
        mapping,
        concurrency,
        rate,
        retries,
        tenant,
        node.at(),
        node.at("dataset"),
        columnsAt,
        node.hash());
  }

  private static Map<String, String> columns(DocumentNode node, Map<String, Position> places) {
    Map<String, String> columns = new LinkedHashMap<>();
    @Nullable YamlNode value = node.field("columns");
    if (value == null) {
      return columns;
    }
    if (!(value instanceof YamlNode.Fields fields)) {
      node.error(
          "columns",
          "type",
          "`columns` is not an object",
          "write {\"name in the file\": column, ...}");
      return columns;
    }
    fields
        .fields()
        .forEach((name, field) -> {
          if (!(field.value() instanceof YamlNode.Scalar target) || target.text().isBlank()) {
            node.error(
                field.value().at(),
                "type",
                "column " + DocumentNode.quoted(name) + " has no name to go by",
                "write the name of a column, or list it under `ignore:`");
            return;
          }
          columns.put(name, target.text());
          places.put(name, target.at());
        });
    return columns;
  }

  private static int concurrency(DocumentNode node) {
    int most = ImportDefinition.PER_TENANT;
    int concurrency = (int) node.integer("concurrency", 1, 100, most);
    if (concurrency > most) {
      node.warning(
          "concurrency",
          "concurrency",
          "`concurrency` is " + concurrency + ", and a tenant has at most " + most + " at a time",
          "write " + most + " or less");
    }
    return concurrency;
  }

  private static Set<String> ignored(DocumentNode node, Map<String, String> columns) {
    Set<String> ignored = new LinkedHashSet<>(node.texts("ignore"));
    for (String name : ignored) {
      if (columns.containsKey(name)) {
        node.error(
            "ignore",
            "duplicate-column",
            DocumentNode.quoted(name) + " is both renamed and ignored",
            "take it out of one of them");
      }
    }
    return ignored;
  }
}
