package dev.sluice.postgres;

import dev.sluice.record.ColumnType;
import dev.sluice.record.TypedRow;
import org.postgresql.util.ByteConverter;

/** Writes the slots of a {@link TypedRow} as fields of the binary COPY format. */
final class TypedValues {
  private static final int BASE = 10_000;
  private static final int NEGATIVE = 0x4000;

  /** More digits than this could overflow while their groups of four are made full. */
  private static final int MAX_SCALE = 14;

  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private TypedValues() {}

  static void write(CopyBytes out, ColumnType type, TypedRow row, int column) {
    if (row.isNull(column)) {
      out.none();
      return;
    }
    switch (type) {
      case TEXT -> out.field(row.bytes(column), row.offset(column), row.length(column));
      case BIGINT -> out.long8(row.bits(column));
      case NUMERIC -> numeric(out, row, column);
      case BOOLEAN -> {
        out.int4(1);
        out.int1((int) row.bits(column));
      }
      case TIMESTAMPTZ -> out.long8(row.bits(column) - CopyBytes.EPOCH_SECONDS * 1_000_000L);
      case DATE -> {
        out.int4(4);
        out.int4((int) (row.bits(column) - CopyBytes.EPOCH_DAYS));
      }
      case UUID -> out.uuid(row.bits(column), row.lowBits(column));
      case JSONB -> {
        out.int4(row.length(column) + 1);
        out.int1(1); // the version of jsonb's format
        out.raw(row.bytes(column), row.offset(column), row.length(column));
      }
    }
  }

  private static void numeric(CopyBytes out, TypedRow row, int column) {
    int scale = row.isLarge(column) ? -1 : row.scale(column);
    if (scale < 0 || scale > MAX_SCALE || row.bits(column) == Long.MIN_VALUE) {
      out.field(ByteConverter.numeric(row.large(column)));
    } else {
      numeric(out, row.bits(column), scale);
    }
  }

  /**
   * Groups of four decimal digits around the point, as {@code numeric_recv} reads them: number of
   * groups, weight of the first, sign, digits after the point, groups.
   */
  static void numeric(CopyBytes out, long value, int scale) {
    long magnitude = Math.abs(value);
    long whole = magnitude / POWERS[scale];
    int fractionGroups = (scale + 3) / 4;
    long fraction = magnitude % POWERS[scale] * POWERS[fractionGroups * 4 - scale];
    int wholeGroups = 0;
    for (long rest = whole; rest > 0; rest /= BASE) {
      wholeGroups++;
    }
    int groups = wholeGroups + fractionGroups;
    out.int4(8 + 2 * groups);
    out.int2(groups);
    out.int2(wholeGroups - 1);
    out.int2(value < 0 ? NEGATIVE : 0);
    out.int2(scale);
    groups(out, whole, wholeGroups);
    groups(out, fraction, fractionGroups);
  }

  private static void groups(CopyBytes out, long digits, int count) {
    for (int i = count - 1; i >= 0; i--) {
      out.int2((int) (digits / POWERS[i * 4] % BASE));
    }
  }
}
