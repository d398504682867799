package dev.sluice.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.record.ColumnType;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ByteConverter;

/**
 * Values as their types' receive functions read them (PostgreSQL's {@code numeric_recv} and its
 * like), each after its length: the format of fields of a binary COPY and of elements of an array.
 */
final class BinaryValues {
  private BinaryValues() {}

  /** Throws an SQLException of class 22 for a value that no PostgreSQL has. */
  static void write(CopyBytes to, ColumnType type, @Nullable Object value) throws SQLException {
    if (value == null) {
      to.none();
      return;
    }
    switch (type) {
      case TEXT -> to.field(((String) value).getBytes(UTF_8));
      case BIGINT -> to.long8((Long) value);
      case NUMERIC -> to.field(ByteConverter.numeric((BigDecimal) value));
      case BOOLEAN -> {
        to.int4(1);
        to.int1(((Boolean) value) ? 1 : 0);
      }
      case TIMESTAMPTZ -> to.long8(micros(((OffsetDateTime) value).toInstant()));
      case DATE -> {
        to.int4(4);
        to.int4(day((LocalDate) value));
      }
      case UUID -> {
        UUID uuid = (UUID) value;
        to.uuid(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
      }
      case JSONB -> {
        byte[] json = ((String) value).getBytes(UTF_8);
        to.int4(json.length + 1);
        to.int1(1); // the version of jsonb's format
        to.raw(json);
      }
    }
  }

  static long micros(Instant instant) throws SQLException {
    try {
      long seconds = Math.subtractExact(instant.getEpochSecond(), CopyBytes.EPOCH_SECONDS);
      return Math.addExact(Math.multiplyExact(seconds, 1_000_000L), instant.getNano() / 1_000);
    } catch (ArithmeticException e) {
      throw new SQLException("a time is out of range", "22008", e);
    }
  }

  private static int day(LocalDate date) throws SQLException {
    try {
      return Math.toIntExact(date.toEpochDay() - CopyBytes.EPOCH_DAYS);
    } catch (ArithmeticException e) {
      throw new SQLException("a date is out of range", "22008", e);
    }
  }
}
