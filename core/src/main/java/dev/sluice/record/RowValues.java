package dev.sluice.record;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The typed values and the canonical form of one valid record; what no column can hold is an error,
 * not a change.
 */
final class RowValues {

  private final DatasetSchema schema;
  private final ObjectNode record;
  private final @Nullable Object[] values;
  private final @Nullable JsonNode[] nodes;
  private final int found;
  private @Nullable Fingerprint fingerprint;
  private @Nullable List<FieldError> errors;
  private boolean nulPasses;

  RowValues(DatasetSchema schema, ObjectNode record) {
    this.schema = schema;
    this.record = record;
    this.values = new @Nullable Object[schema.columns().size()];
    this.nodes = new @Nullable JsonNode[values.length];
    int count = 0;
    for (int i = 0; i < nodes.length; i++) {
      @Nullable JsonNode node = record.get(schema.name(i));
      if (node != null) {
        count++;
        nodes[i] = node.isNull() ? null : node;
      }
    }
    this.found = count;
  }

  /** Whether every field of the record is a column. */
  boolean coverRecord() {
    return found == record.size();
  }

  /**
   * Converts every column; the errors, empty if all is well.
   *
   * @param again whether it was accepted before, and the character U+0000 with it where that still
   *     passed
   */
  List<FieldError> read(boolean again) {
    this.nulPasses = again;
    try (HashScratch scratch = HashScratch.take()) {
      canonicalise(scratch.canonical);
      fingerprint = errors == null ? scratch.fingerprint() : null;
    }
    if (errors != null) {
      return errors;
    }
    List<Column> columns = schema.columns();
    for (int i = 0; i < values.length; i++) {
      Column column = columns.get(i);
      @Nullable JsonNode value = nodes[i];
      if (value != null) {
        values[i] = convert(column, value);
      } else if (column.is(Column.Role.KEY)) {
        fail(column, null, "required", "a key column has no value", "send this field");
      }
    }
    return errors == null ? List.of() : errors;
  }

  List<Object> key() {
    List<Column> key = schema.key();
    return switch (key.size()) {
      case 0 -> List.of();
      case 1 -> List.of(value(key.get(0)));
      case 2 -> List.of(value(key.get(0)), value(key.get(1)));
      default -> key.stream().map(this::value).toList();
    };
  }

  private Object value(Column column) {
    return Objects.requireNonNull(values[schema.position(column.name())]);
  }

  Fingerprint fingerprint() {
    return Objects.requireNonNull(fingerprint, "not read, or with errors");
  }

  /** The values, with the platform's columns filled where the record has none. */
  List<@Nullable Object> filled(UUID id, Instant processedAt) {
    for (int i = 0; i < values.length; i++) {
      Column column = schema.columns().get(i);
      if (values[i] == null && column.filledByPlatform()) {
        values[i] =
            switch (column.type()) {
              case UUID -> id;
              case TEXT -> id.toString();
              default ->
                  OffsetDateTime.ofInstant(
                      processedAt.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
            };
      }
    }
    return Collections.<@Nullable Object>unmodifiableList(Arrays.<@Nullable Object>asList(values));
  }

  private void canonicalise(CanonicalJson canonical) {
    canonical.raw('{');
    boolean first = true;
    for (int position : schema.fingerprinted()) {
      @Nullable JsonNode value = nodes[position];
      if (value == null) {
        continue;
      }
      if (!first) {
        canonical.raw(',');
      }
      first = false;
      try {
        canonical.written(schema.canonicalName(position)).value(value);
      } catch (CanonicalJson.LoneSurrogate e) {
        lone(schema.columns().get(position));
      }
      if (canonical.takeNul()) {
        nul(schema.columns().get(position));
      }
    }
    canonical.raw('}');
  }

  private @Nullable Object convert(Column column, JsonNode value) {
    return switch (column.type()) {
      case TEXT -> value.isString() ? text(column, value.stringValue()) : mismatch(column, value);
      case BOOLEAN -> value.isBoolean() ? value.booleanValue() : mismatch(column, value);
      case BIGINT -> value.isNumber() ? integer(column, value) : mismatch(column, value);
      case NUMERIC -> value.isNumber() ? decimal(column, value) : mismatch(column, value);
      case TIMESTAMPTZ -> value.isString() ? timestamp(column, value) : mismatch(column, value);
      case DATE -> value.isString() ? date(column, value) : mismatch(column, value);
      case UUID -> value.isString() ? uuid(column, value) : mismatch(column, value);
      case JSONB -> new String(StrictJson.write(value), StandardCharsets.UTF_8);
    };
  }

  private String text(Column column, String text) {
    if (column.filledByPlatform() && !wellFormed(text)) {
      lone(column);
    }
    if (column.filledByPlatform() && text.indexOf(0) >= 0) {
      nul(column);
    }
    return text;
  }

  private @Nullable Object integer(Column column, JsonNode value) {
    if (value.isInt() || value.isLong()) {
      return value.longValue();
    }
    BigDecimal exact = value.decimalValue();
    if (exact.signum() != 0 && exact.stripTrailingZeros().scale() > 0) {
      return mismatch(column, value);
    }
    BigInteger integer = exact.toBigInteger();
    if (integer.bitLength() > 63) {
      return fail(
          column,
          value,
          "range",
          "the integer does not fit 64 bits",
          "send a value from -9223372036854775808 to 9223372036854775807");
    }
    return integer.longValue();
  }

  private @Nullable Object decimal(Column column, JsonNode value) {
    BigDecimal exact = value.decimalValue();
    if (column.scale().isEmpty() || exact.signum() == 0) {
      return exact;
    }
    int scale = column.scale().getAsInt();
    if (exact.scale() > scale && exact.stripTrailingZeros().scale() > scale) {
      return fail(
          column,
          value,
          "scale",
          "has more than " + scale + " digits after the point",
          "send at most " + scale + " digits after the point; nothing is rounded");
    }
    if (exact.precision() - exact.scale() > Column.PRECISION - scale) {
      return fail(
          column,
          value,
          "range",
          "has more than " + (Column.PRECISION - scale) + " digits before the point",
          "send a smaller number");
    }
    return exact;
  }

  private @Nullable Object timestamp(Column column, JsonNode value) {
    String text = value.stringValue();
    @Nullable OffsetDateTime time = Timestamp.parse(text);
    if (time == null) {
      return mismatch(column, value);
    }
    if (Timestamp.finerThanMicroseconds(text)) {
      return fail(
          column,
          value,
          "scale",
          "is finer than a microsecond",
          "send at most 6 digits of a second; nothing is rounded");
    }
    return time;
  }

  private @Nullable Object date(Column column, JsonNode value) {
    @Nullable LocalDate date = Timestamp.parseDate(value.stringValue());
    return date == null ? mismatch(column, value) : date;
  }

  private @Nullable Object uuid(Column column, JsonNode value) {
    try {
      String text = value.stringValue();
      return text.length() == 36 ? UUID.fromString(text) : mismatch(column, value);
    } catch (IllegalArgumentException e) {
      return mismatch(column, value);
    }
  }

  private @Nullable Object mismatch(Column column, JsonNode value) {
    return fail(
        column,
        value,
        "type",
        "is no value of type " + column.sqlType(),
        "send what the dataset's schema asks for");
  }

  private void lone(Column column) {
    fail(
        column,
        null,
        "encoding",
        "holds half of a surrogate pair, which is no character",
        "send whole characters: an escape \\ud800 to \\udbff needs its other half");
  }

  /** PostgreSQL's text and jsonb hold every character but this one. */
  private void nul(Column column) {
    if (!nulPasses) {
      fail(
          column,
          null,
          "encoding",
          "holds the character U+0000, which cannot be stored",
          "remove the character U+0000");
    }
  }

  private @Nullable Object fail(
      Column column, @Nullable JsonNode value, String code, String message, String hint) {
    if (errors == null) {
      errors = new ArrayList<>();
    }
    String shown = value == null ? null : SchemaErrors.shorten(value);
    errors.add(new FieldError(code, column.name(), shown, message, hint));
    return null;
  }

  private static boolean wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        i++;
        if (!Character.isHighSurrogate(c)
            || i == text.length()
            || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }
}
