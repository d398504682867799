package dev.sluice.record;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Chooses a column's type from its property's schema. What has no one scalar type becomes JSONB.
 */
final class ColumnTyping {
  private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

  private final JsonNode root;

  ColumnTyping(JsonNode root) {
    this.root = root;
  }

  Column column(String name, JsonNode declared, boolean required, ColumnRoles roles) {
    JsonNode property = resolve(declared);
    Set<String> types = types(property);
    boolean nullable = !required || types.contains("null") || types.isEmpty();
    types.remove("null");
    ColumnType type = types.size() == 1 ? scalar(types.iterator().next(), property) : mixed(types);
    return new Column(
        name,
        type,
        type == ColumnType.NUMERIC ? scale(types, property) : OptionalInt.empty(),
        nullable,
        filledByPlatform(name, type, roles),
        roles.of(name));
  }

  private static boolean filledByPlatform(String name, ColumnType type, ColumnRoles roles) {
    boolean free = !roles.key().isEmpty() && !roles.key().contains(name);
    return switch (name) {
      case DatasetSchema.ID -> free && (type == ColumnType.UUID || type == ColumnType.TEXT);
      case DatasetSchema.PROCESSED_AT -> free && type == ColumnType.TIMESTAMPTZ;
      default -> false;
    };
  }

  /** Follows local references such as {@code #/$defs/money}, a few deep. */
  private JsonNode resolve(JsonNode property) {
    JsonNode current = property;
    for (int hops = 0; hops < 8 && current.path("$ref").isString(); hops++) {
      String reference = current.path("$ref").asString();
      if (!reference.startsWith("#/")) {
        break;
      }
      current = root.at(reference.substring(1));
    }
    return current;
  }

  private static Set<String> types(JsonNode property) {
    Set<String> types = new HashSet<>();
    JsonNode type = property.path("type");
    if (type.isString()) {
      types.add(type.asString());
    }
    type.values().forEach(one -> types.add(one.asString()));
    if (types.isEmpty()) {
      property.path("enum").values().forEach(value -> types.add(typeOf(value)));
      if (property.has("const")) {
        types.add(typeOf(property.path("const")));
      }
    }
    return types;
  }

  private static String typeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      case BOOLEAN -> "boolean";
      case NULL -> "null";
      case OBJECT, ARRAY, BINARY, MISSING, POJO -> "object";
    };
  }

  private static ColumnType mixed(Set<String> types) {
    return types.equals(Set.of("integer", "number")) ? ColumnType.NUMERIC : ColumnType.JSONB;
  }

  private static ColumnType scalar(String type, JsonNode property) {
    return switch (type) {
      case "string" ->
          switch (property.path("format").asString("")) {
            case "date-time" -> ColumnType.TIMESTAMPTZ;
            case "date" -> ColumnType.DATE;
            case "uuid" -> ColumnType.UUID;
            default -> ColumnType.TEXT;
          };
      case "integer" -> fitsLong(property) ? ColumnType.BIGINT : ColumnType.NUMERIC;
      case "number" -> ColumnType.NUMERIC;
      case "boolean" -> ColumnType.BOOLEAN;
      default -> ColumnType.JSONB;
    };
  }

  /** A bound beyond long says that such values are meant to come. */
  private static boolean fitsLong(JsonNode property) {
    for (String bound :
        new String[] {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}) {
      JsonNode value = property.path(bound);
      if (value.isNumber()
          && (value.decimalValue().compareTo(MIN_LONG) < 0
              || value.decimalValue().compareTo(MAX_LONG) > 0)) {
        return false;
      }
    }
    return true;
  }

  private static OptionalInt scale(Set<String> types, JsonNode property) {
    if (!types.contains("number")) {
      return OptionalInt.of(0);
    }
    JsonNode multipleOf = property.path("multipleOf");
    if (!multipleOf.isNumber() || multipleOf.decimalValue().signum() <= 0) {
      return OptionalInt.empty();
    }
    int scale = Math.max(0, multipleOf.decimalValue().stripTrailingZeros().scale());
    return scale <= Column.PRECISION ? OptionalInt.of(scale) : OptionalInt.empty();
  }
}
