package dev.sluice.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dataset.Entry;
import dev.sluice.record.Column;
import dev.sluice.record.ColumnType;
import dev.sluice.run.NewBatch;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ByteConverter;

/**
 * Rows in the binary format of COPY (PostgreSQL manual, COPY, "Binary Format"; values as their
 * types' receive functions read them). It is the cheapest way in: no text is parsed and no row is
 * planned.
 */
final class BinaryRows {
  private static final int SYSTEM_COLUMNS = 9;

  private final CopyBytes copy = new CopyBytes(16_384);

  private BinaryRows() {}

  /**
   * In the order of {@link DatasetTable#copy}. Throws an SQLException of class 22 for a value that
   * no PostgreSQL has.
   */
  static CopyBytes of(NewBatch batch, Instant acceptedAt, List<Column> columns, List<Entry> entries)
      throws SQLException {
    BinaryRows rows = new BinaryRows();
    CopyBytes copy = rows.copy;
    copy.raw(CopyBytes.SIGNATURE);
    byte[] tenant = batch.key().tenant().getBytes(UTF_8);
    for (Entry entry : entries) {
      copy.int2(SYSTEM_COLUMNS + columns.size());
      copy.field(tenant);
      rows.uuid(batch.run());
      rows.uuid(batch.id());
      rows.timestamp(acceptedAt);
      rows.uuid(entry.accepted().id());
      copy.int4(4);
      copy.int4(entry.row());
      copy.field(entry.correlation().getBytes(UTF_8));
      copy.field(entry.accepted().fingerprint().sha256());
      copy.field(entry.accepted().fingerprint().md5());
      for (int c = 0; c < columns.size(); c++) {
        rows.value(columns.get(c).type(), entry.accepted().values().get(c));
      }
    }
    return copy;
  }

  private void value(ColumnType type, @Nullable Object value) throws SQLException {
    if (value == null) {
      copy.none();
      return;
    }
    switch (type) {
      case TEXT -> copy.field(((String) value).getBytes(UTF_8));
      case BIGINT -> copy.long8((Long) value);
      case NUMERIC -> copy.field(ByteConverter.numeric((BigDecimal) value));
      case BOOLEAN -> {
        copy.int4(1);
        copy.int1(((Boolean) value) ? 1 : 0);
      }
      case TIMESTAMPTZ -> timestamp(((OffsetDateTime) value).toInstant());
      case DATE -> {
        copy.int4(4);
        copy.int4(day((LocalDate) value));
      }
      case UUID -> uuid((UUID) value);
      case JSONB -> {
        byte[] json = ((String) value).getBytes(UTF_8);
        copy.int4(json.length + 1);
        copy.int1(1); // the version of jsonb's format
        copy.raw(json);
      }
    }
  }

  private void timestamp(Instant instant) throws SQLException {
    copy.long8(micros(instant));
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

  private void uuid(UUID uuid) {
    copy.uuid(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }
}
