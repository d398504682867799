package dev.sluice.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Fills the slots of a row from the values of a record that was made the general way. */
final class AcceptedValues {
  private AcceptedValues() {}

  static void fill(TypedRow row, Processed.Accepted accepted) {
    List<Column> columns = row.schema().columns();
    List<@Nullable Object> values = accepted.values();
    for (int column = 0; column < columns.size(); column++) {
      Object value = values.get(column);
      if (value == null) {
        row.none(column);
      } else {
        fill(row, column, columns.get(column).type(), value);
      }
    }
  }

  private static void fill(TypedRow row, int column, ColumnType type, Object value) {
    switch (type) {
      case TEXT, JSONB -> {
        byte[] utf8 = ((String) value).getBytes(UTF_8);
        row.text(column, utf8, 0, utf8.length);
      }
      case BIGINT -> row.number(column, (Long) value);
      case NUMERIC -> fill(row, column, (BigDecimal) value);
      case BOOLEAN -> row.number(column, (Boolean) value ? 1 : 0);
      case TIMESTAMPTZ -> {
        OffsetDateTime time = (OffsetDateTime) value;
        row.number(
            column, time.toEpochSecond() * 1_000_000L + time.get(ChronoField.MICRO_OF_SECOND));
      }
      case DATE -> row.number(column, ((LocalDate) value).toEpochDay());
      case UUID -> {
        UUID uuid = (UUID) value;
        row.uuid(column, uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
      }
    }
  }

  private static void fill(TypedRow row, int column, BigDecimal value) {
    BigInteger unscaled = value.unscaledValue();
    if (unscaled.bitLength() < 63) {
      row.decimal(column, unscaled.longValue(), value.scale());
    } else {
      row.decimal(column, value);
    }
  }
}
