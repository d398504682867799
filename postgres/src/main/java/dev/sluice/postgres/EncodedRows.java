package dev.sluice.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.Entry;
import dev.sluice.dataset.RowSource;
import dev.sluice.record.Column;
import dev.sluice.record.Processed;
import dev.sluice.record.TypedRow;
import dev.sluice.run.Batch;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A chunk's records as PostgreSQL's binary COPY takes them, in one array and without an object for
 * each; and its rejects, which are few.
 *
 * <p>A row without a key is known by its batch and its number: its id is made of both, it needs no
 * fingerprint, and nothing has to look for it.
 */
final class EncodedRows implements RowSource.Sink {
  private static final int SYSTEM_COLUMNS = 9;

  private final Batch batch;
  private final Dataset dataset;
  private final boolean keyed;
  private final List<Column> columns;
  private final StatisticsDeltas statistics;
  private final byte[] tenant;
  private final long acceptedAt;
  private final int fingerprintAt;
  private final CopyBytes bytes;
  private final List<Letter> letters = new ArrayList<>();
  private int[] starts;
  private long[] highs;
  private long[] lows;
  private StatisticsDeltas.Part[] parts;
  private int count;
  private int found;
  private int @Nullable [] order;

  private EncodedRows(Batch batch, Dataset dataset) throws SQLException {
    this.batch = batch;
    this.dataset = dataset;
    this.keyed = !dataset.key().isEmpty();
    this.columns = dataset.columns();
    this.statistics = new StatisticsDeltas(dataset, batch.key().tenant(), batch.acceptedAt());
    this.tenant = batch.key().tenant().getBytes(UTF_8);
    this.acceptedAt = BinaryValues.micros(batch.acceptedAt());
    int rows = Math.max(16, batch.received());
    this.bytes = new CopyBytes(Math.min(64 << 20, 1_024 + rows * 256));
    this.starts = new int[rows + 1];
    this.highs = new long[rows];
    this.lows = new long[rows];
    this.parts = new StatisticsDeltas.Part[keyed ? rows : 0];
    // Before it: count of columns, tenant, run, batch, time, id, row, no correlation; its length.
    this.fingerprintAt = 2 + 4 + tenant.length + 20 + 20 + 12 + 20 + 8 + 4 + 4;
    bytes.raw(CopyBytes.SIGNATURE);
  }

  /** Reads all of the source, once. */
  static EncodedRows of(Batch batch, Dataset dataset, RowSource source) throws SQLException {
    EncodedRows rows = new EncodedRows(batch, dataset);
    rows.found = source.read(rows);
    rows.starts[rows.count] = rows.bytes.size();
    return rows;
  }

  /** Records the source has, good and bad. */
  int found() {
    return found;
  }

  /** Good ones. */
  int accepted() {
    return count;
  }

  List<Letter> letters() {
    return letters;
  }

  /** Of all rows. */
  StatisticsDeltas statistics() {
    return statistics;
  }

  /** Of the others, where the dataset has a key. */
  StatisticsDeltas statisticsWithout(BitSet some) {
    StatisticsDeltas others =
        new StatisticsDeltas(dataset, batch.key().tenant(), batch.acceptedAt());
    for (int row = some.nextClearBit(0); row < count; row = some.nextClearBit(row + 1)) {
      others.add(parts[row]);
    }
    return others;
  }

  @Override
  public void accepted(RowSource.Place at, TypedRow values) {
    if (count == highs.length) {
      starts = Arrays.copyOf(starts, count * 2 + 1);
      highs = Arrays.copyOf(highs, count * 2);
      lows = Arrays.copyOf(lows, count * 2);
      parts = Arrays.copyOf(parts, keyed ? count * 2 : 0);
    }
    UUID id = batch.id();
    starts[count] = bytes.size();
    highs[count] = keyed ? values.idHigh() : id.getMostSignificantBits();
    lows[count] = keyed ? values.idLow() : rowId(id, at.row());
    bytes.int2(SYSTEM_COLUMNS + columns.size());
    bytes.field(tenant);
    bytes.uuid(batch.run().getMostSignificantBits(), batch.run().getLeastSignificantBits());
    bytes.uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
    bytes.long8(acceptedAt);
    bytes.uuid(highs[count], lows[count]);
    bytes.int4(4);
    bytes.int4(at.row());
    bytes.none();
    if (keyed) {
      bytes.field(values.sha256());
      bytes.field(values.md5());
    } else {
      bytes.none();
      bytes.none();
    }
    for (int c = 0; c < columns.size(); c++) {
      TypedValues.write(bytes, columns.get(c).type(), values, c);
    }
    StatisticsDeltas.Part part = statistics.part(values);
    if (keyed) {
      parts[count] = part;
    }
    statistics.add(part);
    count++;
  }

  /** The lower half of a batch's id with its last 32 bits replaced by the row's number. */
  private static long rowId(UUID batch, int row) {
    return (batch.getLeastSignificantBits() & 0xFFFF_FFFF_0000_0000L) | row;
  }

  @Override
  public void rejected(RowSource.Place at, Processed.Rejected why) {
    Entry entry = new Entry(at.row(), at.original(), batch.correlation(), why, null);
    letters.add(new Letter(letters.size(), entry, why.code(), why.errors()));
  }

  /** All ids, in {@link #order}. */
  UUID[] ids() {
    int[] sorted = order();
    UUID[] ids = new UUID[count];
    for (int i = 0; i < count; i++) {
      ids[i] = new UUID(highs[sorted[i]], lows[sorted[i]]);
    }
    return ids;
  }

  /** Every row that has this id. */
  void each(UUID id, IntConsumer row) {
    int[] sorted = order();
    long high = id.getMostSignificantBits();
    int from = 0;
    for (int to = count; from < to; ) {
      int middle = (from + to) >>> 1;
      if (prefix(highs[sorted[middle]]) < prefix(high)) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    for (; from < count && prefix(highs[sorted[from]]) == prefix(high); from++) {
      int found = sorted[from];
      if (highs[found] == high && lows[found] == id.getLeastSignificantBits()) {
        row.accept(found);
      }
    }
  }

  boolean hasFingerprint(int row, byte[] fingerprint) {
    return bytes.has(fingerprint, starts[row] + fingerprintAt);
  }

  /** Rows that share their id with another one. */
  BitSet repeated() {
    BitSet repeated = new BitSet();
    int[] sorted = order();
    for (int i = 0; i < count; i++) {
      // Neighbours are sorted by most of their id only, so all of one such group are compared.
      for (int j = i - 1; j >= 0 && prefix(highs[sorted[j]]) == prefix(highs[sorted[i]]); j--) {
        if (highs[sorted[j]] == highs[sorted[i]] && lows[sorted[j]] == lows[sorted[i]]) {
          repeated.set(sorted[i]);
          repeated.set(sorted[j]);
        }
      }
    }
    return repeated;
  }

  /** All rows, for COPY, which looks for nothing. */
  CopyBytes all() {
    return keyed ? without(new BitSet()) : bytes;
  }

  /**
   * The others in the order of their ids, so that concurrent chunks cannot deadlock and an index is
   * filled from one end to the other.
   */
  CopyBytes without(BitSet some) {
    CopyBytes sorted = new CopyBytes(bytes.size() + 2);
    sorted.raw(CopyBytes.SIGNATURE);
    for (int row : order()) {
      if (!some.get(row)) {
        sorted.raw(bytes.array(), starts[row], starts[row + 1] - starts[row]);
      }
    }
    return sorted;
  }

  /** Rows by id: by its first 44 bits, which is order enough. */
  private int[] order() {
    int[] known = order;
    if (known == null) {
      long[] keys = new long[count];
      for (int i = 0; i < count; i++) {
        keys[i] = prefix(highs[i]) << 20 | i;
      }
      Arrays.sort(keys);
      known = new int[count];
      for (int i = 0; i < count; i++) {
        known[i] = (int) (keys[i] & 0xF_FFFFL);
      }
      order = known;
    }
    return known;
  }

  private static long prefix(long high) {
    return (high ^ Long.MIN_VALUE) >> 20;
  }
}
