package dev.sluice.server;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.SourceName;
import dev.sluice.record.Column;
import dev.sluice.record.Mapping;
import dev.sluice.record.MappingException;
import dev.sluice.record.Parsed;
import java.math.BigDecimal;
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
  private final Mapping mapping;
  private final String column;
  private final @Nullable String constant;

  private SourceFinder(Mapping mapping, String column) {
    this.mapping = mapping;
    this.column = column;
    this.constant = mapped(JsonNodeFactory.instance.objectNode());
  }

  static Function<Parsed, @Nullable String> source(Mapping mapping, Dataset dataset) {
    return of(mapping, dataset, Column.Role.SOURCE);
  }

  /** The same for its number in its sender's sequence. */
  static Function<Parsed, @Nullable Long> number(Mapping mapping, Dataset dataset) {
    Function<Parsed, @Nullable String> text = of(mapping, dataset, Column.Role.SEQUENCE);
    return parsed -> {
      String number = text.apply(parsed);
      try {
        return number == null ? null : Long.valueOf(new BigDecimal(number).longValueExact());
      } catch (ArithmeticException | NumberFormatException e) {
        return null;
      }
    };
  }

  private static Function<Parsed, @Nullable String> of(
      Mapping mapping, Dataset dataset, Column.Role role) {
    Optional<Column> column = dataset.with(role);
    if (column.isEmpty()) {
      return parsed -> null;
    }
    return new SourceFinder(mapping, column.get().name())::find;
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
      return text.indexOf(0) >= 0 ? null : SourceName.of(text);
    } catch (MappingException e) {
      return null;
    }
  }
}
