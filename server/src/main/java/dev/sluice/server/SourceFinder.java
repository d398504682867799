package dev.sluice.server;

import dev.sluice.dataset.Dataset;
import dev.sluice.record.Column;
import dev.sluice.record.Mapping;
import dev.sluice.record.MappingException;
import dev.sluice.record.Parsed;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Finds whose a record is although it was rejected: what its mapping gives for the source column,
 * or else what the mapping gives for any record, since most feeds have one sender.
 */
final class SourceFinder {
  private static final int LONGEST = 200;

  private final Mapping mapping;
  private final String column;
  private final @Nullable String constant;

  private SourceFinder(Mapping mapping, String column) {
    this.mapping = mapping;
    this.column = column;
    this.constant = mapped(JsonNodeFactory.instance.objectNode());
  }

  static Function<Parsed, @Nullable String> of(Mapping mapping, Dataset dataset) {
    Optional<Column> source = dataset.with(Column.Role.SOURCE);
    if (source.isEmpty()) {
      return parsed -> null;
    }
    return new SourceFinder(mapping, source.get().name())::find;
  }

  private @Nullable String find(Parsed parsed) {
    if (constant == null && parsed instanceof Parsed.Document(JsonNode root) && root.isObject()) {
      return mapped(root);
    }
    return constant;
  }

  private @Nullable String mapped(JsonNode record) {
    try {
      JsonNode result = mapping.apply(record);
      JsonNode value = result == null ? null : result.get(column);
      if (value == null || !value.isValueNode() || value.isNull()) {
        return null;
      }
      String text = value.asString();
      return text.length() > LONGEST || text.indexOf(0) >= 0 ? null : text;
    } catch (MappingException e) {
      return null;
    }
  }
}
