package dev.sluice.postgres;

import dev.sluice.record.Column;
import dev.sluice.record.ColumnType;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;
import org.postgresql.util.ByteConverter;

/**
 * Parameters of array types in PostgreSQL's binary format, as {@code array_recv} reads it. The
 * driver does so for some types itself and writes the others as text, which cost more than the
 * look-ups they were for.
 */
final class BinaryArray {
  private static final int HEAD = 20;

  private record Type(int element, int array) {}

  private BinaryArray() {}

  static Array of(Connection connection, UUID... ids) throws SQLException {
    return of(connection, Arrays.asList(ids));
  }

  static Array of(Connection connection, Collection<UUID> ids) throws SQLException {
    return of(connection, type(ColumnType.UUID), ColumnType.UUID, ids);
  }

  /** Values of one column; a sealed one's are bytes. */
  static Array of(Connection connection, Column column, List<@Nullable Object> values)
      throws SQLException {
    boolean sealed = column.is(Column.Role.SEAL);
    return of(
        connection,
        sealed ? new Type(Oid.BYTEA, Oid.BYTEA_ARRAY) : type(column.type()),
        column.type(),
        values);
  }

  private static Array of(
      Connection connection,
      Type type,
      ColumnType values,
      Collection<? extends @Nullable Object> of)
      throws SQLException {
    CopyBytes array = new CopyBytes(HEAD + of.size() * 24);
    array.raw(new byte[HEAD]);
    boolean nulls = false;
    for (Object value : of) {
      nulls |= value == null;
      BinaryValues.write(array, values, value);
    }
    byte[] bytes = Arrays.copyOf(array.array(), array.size());
    ByteConverter.int4(bytes, 0, 1); // dimensions
    ByteConverter.int4(bytes, 4, nulls ? 1 : 0);
    ByteConverter.int4(bytes, 8, type.element());
    ByteConverter.int4(bytes, 12, of.size());
    ByteConverter.int4(bytes, 16, 1); // where it begins to count
    return new PgArray(connection.unwrap(BaseConnection.class), type.array(), bytes);
  }

  private static Type type(ColumnType type) {
    return switch (type) {
      case TEXT -> new Type(Oid.TEXT, Oid.TEXT_ARRAY);
      case BIGINT -> new Type(Oid.INT8, Oid.INT8_ARRAY);
      case NUMERIC -> new Type(Oid.NUMERIC, Oid.NUMERIC_ARRAY);
      case BOOLEAN -> new Type(Oid.BOOL, Oid.BOOL_ARRAY);
      case TIMESTAMPTZ -> new Type(Oid.TIMESTAMPTZ, Oid.TIMESTAMPTZ_ARRAY);
      case DATE -> new Type(Oid.DATE, Oid.DATE_ARRAY);
      case UUID -> new Type(Oid.UUID, Oid.UUID_ARRAY);
      case JSONB -> new Type(Oid.JSONB, Oid.JSONB_ARRAY);
    };
  }
}
