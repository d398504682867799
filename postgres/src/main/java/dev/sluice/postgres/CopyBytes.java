package dev.sluice.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.ByteConverter;

/**
 * Grows while one of PostgreSQL's binary formats is written into it, in network byte order: rows of
 * COPY, or an array's elements.
 */
final class CopyBytes {
  static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  /** Seconds from 1970 to PostgreSQL's epoch, 2000-01-01. */
  static final long EPOCH_SECONDS = 946_684_800;

  static final long EPOCH_DAYS = EPOCH_SECONDS / 86_400;

  private byte[] bytes;
  private int size;

  CopyBytes(int capacity) {
    bytes = new byte[capacity];
  }

  byte[] array() {
    return bytes;
  }

  /** Whether these bytes stand at this offset. */
  boolean has(byte[] value, int offset) {
    return Arrays.equals(bytes, offset, offset + value.length, value, 0, value.length);
  }

  int size() {
    return size;
  }

  void field(byte[] value) {
    field(value, 0, value.length);
  }

  void field(byte[] value, int offset, int length) {
    room(length + 4);
    ByteConverter.int4(bytes, size, length);
    System.arraycopy(value, offset, bytes, size + 4, length);
    size += length + 4;
  }

  void none() {
    int4(-1);
  }

  void raw(byte[] value) {
    raw(value, 0, value.length);
  }

  void raw(byte[] value, int offset, int length) {
    room(length);
    System.arraycopy(value, offset, bytes, size, length);
    size += length;
  }

  void int1(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  void int2(int value) {
    room(2);
    ByteConverter.int2(bytes, size, value);
    size += 2;
  }

  void int4(int value) {
    room(4);
    ByteConverter.int4(bytes, size, value);
    size += 4;
  }

  void int8(long value) {
    room(8);
    ByteConverter.int8(bytes, size, value);
    size += 8;
  }

  /** A field of 8 bytes. */
  void long8(long value) {
    int4(8);
    int8(value);
  }

  void uuid(long high, long low) {
    int4(16);
    int8(high);
    int8(low);
  }

  /** Ends the rows, and hands them to a COPY. */
  void send(Connection connection, String sql) throws SQLException {
    int2(-1);
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    try {
      copy.writeToCopy(bytes, 0, size);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
