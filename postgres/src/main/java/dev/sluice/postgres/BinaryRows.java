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
import java.util.Arrays;
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
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final int SYSTEM_COLUMNS = 9;

  /** Seconds from 1970 to PostgreSQL's epoch, 2000-01-01. */
  private static final long EPOCH_SECONDS = 946_684_800;

  private static final long EPOCH_DAYS = EPOCH_SECONDS / 86_400;

  private byte[] bytes = new byte[16_384];
  private int size;

  private BinaryRows() {}

  /**
   * In the order of {@link DatasetTable#copy}. Throws an SQLException of class 22 for a value that
   * no PostgreSQL has.
   */
  static BinaryRows of(
      NewBatch batch, Instant acceptedAt, List<Column> columns, List<Entry> entries)
      throws SQLException {
    BinaryRows rows = new BinaryRows();
    rows.raw(SIGNATURE);
    byte[] tenant = batch.key().tenant().getBytes(UTF_8);
    for (Entry entry : entries) {
      rows.int2(SYSTEM_COLUMNS + columns.size());
      rows.field(tenant);
      rows.uuid(batch.run());
      rows.uuid(batch.id());
      rows.timestamp(acceptedAt);
      rows.uuid(entry.accepted().id());
      rows.int4(4);
      rows.int4(entry.row());
      rows.field(entry.correlation().getBytes(UTF_8));
      rows.field(entry.accepted().fingerprint().sha256());
      rows.field(entry.accepted().fingerprint().md5());
      for (int c = 0; c < columns.size(); c++) {
        rows.value(columns.get(c).type(), entry.accepted().values().get(c));
      }
    }
    rows.int2(-1);
    return rows;
  }

  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  private void value(ColumnType type, @Nullable Object value) throws SQLException {
    if (value == null) {
      int4(-1);
      return;
    }
    switch (type) {
      case TEXT -> field(((String) value).getBytes(UTF_8));
      case BIGINT -> {
        int4(8);
        int8((Long) value);
      }
      case NUMERIC -> field(ByteConverter.numeric((BigDecimal) value));
      case BOOLEAN -> {
        int4(1);
        room(1);
        bytes[size++] = (byte) (((Boolean) value) ? 1 : 0);
      }
      case TIMESTAMPTZ -> timestamp(((OffsetDateTime) value).toInstant());
      case DATE -> {
        int4(4);
        int4(day((LocalDate) value));
      }
      case UUID -> uuid((UUID) value);
      case JSONB -> {
        byte[] json = ((String) value).getBytes(UTF_8);
        int4(json.length + 1);
        room(1);
        bytes[size++] = 1; // the version of jsonb's format
        raw(json);
      }
    }
  }

  private void timestamp(Instant instant) throws SQLException {
    int4(8);
    try {
      long seconds = Math.subtractExact(instant.getEpochSecond(), EPOCH_SECONDS);
      int8(Math.addExact(Math.multiplyExact(seconds, 1_000_000L), instant.getNano() / 1_000));
    } catch (ArithmeticException e) {
      throw new SQLException("a time is out of range", "22008", e);
    }
  }

  private static int day(LocalDate date) throws SQLException {
    try {
      return Math.toIntExact(date.toEpochDay() - EPOCH_DAYS);
    } catch (ArithmeticException e) {
      throw new SQLException("a date is out of range", "22008", e);
    }
  }

  private void uuid(UUID uuid) {
    int4(16);
    int8(uuid.getMostSignificantBits());
    int8(uuid.getLeastSignificantBits());
  }

  private void field(byte[] value) {
    int4(value.length);
    raw(value);
  }

  private void raw(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  private void int2(int value) {
    room(2);
    ByteConverter.int2(bytes, size, value);
    size += 2;
  }

  private void int4(int value) {
    room(4);
    ByteConverter.int4(bytes, size, value);
    size += 4;
  }

  private void int8(long value) {
    room(8);
    ByteConverter.int8(bytes, size, value);
    size += 8;
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
