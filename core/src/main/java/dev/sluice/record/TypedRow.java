package dev.sluice.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One accepted record as plain numbers and bytes, one slot a column in the order of {@link
 * DatasetSchema#columns()}; used again for the next record, so that landing many makes no garbage.
 * What a slot holds depends on the column's type:
 *
 * <table>
 *   <caption>Slots</caption>
 *   <tr><td>TEXT, JSONB<td>{@link #bytes}, {@link #offset}, {@link #length}: UTF-8
 *   <tr><td>BIGINT<td>{@link #bits}
 *   <tr><td>BOOLEAN<td>{@link #bits}: 0 or 1
 *   <tr><td>TIMESTAMPTZ<td>{@link #bits}: microseconds since 1970
 *   <tr><td>DATE<td>{@link #bits}: days since 1970
 *   <tr><td>UUID<td>{@link #bits} and {@link #lowBits}
 *   <tr><td>NUMERIC<td>{@link #bits} with {@link #scale} digits of it after the point; or, where
 *       {@link #isLarge}, {@link #large}
 * </table>
 *
 * For one thread.
 */
public final class TypedRow {
  private final DatasetSchema schema;
  private final ColumnType[] types;
  private final boolean[] present;
  private final long[] bits;
  private final long[] low;
  private final int[] scales;
  private final byte[][] bytes;
  private final int[] offsets;
  private final int[] lengths;
  private final @Nullable BigDecimal[] large;

  /** For whoever fills the row. */
  final HashScratch scratch = new HashScratch();

  private final byte[] sha256 = new byte[32];
  private final byte[] md5 = new byte[16];
  private @Nullable Supplier<UUID> ids;
  private boolean hashed;
  private long idHigh;
  private long idLow;
  private int size;

  public TypedRow(DatasetSchema schema) {
    int columns = schema.columns().size();
    this.schema = schema;
    this.types = schema.columns().stream().map(Column::type).toArray(ColumnType[]::new);
    this.present = new boolean[columns];
    this.bits = new long[columns];
    this.low = new long[columns];
    this.scales = new int[columns];
    this.bytes = new byte[columns][];
    this.offsets = new int[columns];
    this.lengths = new int[columns];
    this.large = new @Nullable BigDecimal[columns];
  }

  public DatasetSchema schema() {
    return schema;
  }

  public UUID id() {
    return new UUID(idHigh(), idLow());
  }

  public long idHigh() {
    identify();
    return idHigh;
  }

  public long idLow() {
    identify();
    return idLow;
  }

  /** An id that no key gives is made when it is asked for. */
  private void identify() {
    if (ids != null) {
      id(ids.get());
    }
  }

  /** Not to be changed, and overwritten by the next record. Worked out when it is asked for. */
  public byte[] sha256() {
    hash();
    return sha256;
  }

  /** Not to be changed, and overwritten by the next record. Worked out when it is asked for. */
  public byte[] md5() {
    hash();
    return md5;
  }

  private void hash() {
    if (hashed) {
      return;
    }
    CanonicalJson canonical = scratch.canonical;
    canonical.clear();
    canonical.raw('{');
    boolean first = true;
    for (int column : schema.fingerprinted()) {
      if (!present[column]) {
        continue;
      }
      if (!first) {
        canonical.raw(',');
      }
      first = false;
      write(canonical.written(schema.canonicalName(column)), column);
    }
    canonical.raw('}');
    scratch.fingerprint(sha256, md5);
    hashed = true;
  }

  /** As the fingerprint has it: what was text in the record stands as it was written. */
  void write(CanonicalJson canonical, int column) {
    switch (types[column]) {
      case TEXT, DATE, TIMESTAMPTZ, UUID ->
          canonical.string(bytes[column], offsets[column], offsets[column] + lengths[column]);
      case BIGINT -> canonical.whole(bits[column]);
      case NUMERIC -> canonical.number(bits[column], scales[column]);
      case BOOLEAN -> canonical.ascii(bits[column] == 0 ? "false" : "true");
      case JSONB -> throw new IllegalStateException("its text is not canonical");
    }
  }

  /** Of the original bytes. */
  public int size() {
    return size;
  }

  public boolean isNull(int column) {
    return !present[column];
  }

  public long bits(int column) {
    return bits[column];
  }

  public long lowBits(int column) {
    return low[column];
  }

  public int scale(int column) {
    return scales[column];
  }

  public boolean isLarge(int column) {
    return large[column] != null;
  }

  public BigDecimal large(int column) {
    BigDecimal value = large[column];
    return value == null ? BigDecimal.valueOf(bits[column], scales[column]) : value;
  }

  public byte[] bytes(int column) {
    return bytes[column];
  }

  public int offset(int column) {
    return offsets[column];
  }

  public int length(int column) {
    return lengths[column];
  }

  /** Slots follow; the hash is that of what they will hold, and the id comes with {@link #id}. */
  void start(int size) {
    this.size = size;
    this.hashed = false;
  }

  void id(UUID id) {
    idHigh = id.getMostSignificantBits();
    idLow = id.getLeastSignificantBits();
    ids = null;
  }

  void id(Supplier<UUID> ids) {
    this.ids = ids;
  }

  void none(int column) {
    present[column] = false;
  }

  void text(int column, byte[] utf8, int offset, int length) {
    present[column] = true;
    bytes[column] = utf8;
    offsets[column] = offset;
    lengths[column] = length;
  }

  /** As it was written, beside what it is. */
  void written(int column, byte[] utf8, int offset, int length) {
    bytes[column] = utf8;
    offsets[column] = offset;
    lengths[column] = length;
  }

  /** BIGINT, BOOLEAN, TIMESTAMPTZ or DATE. */
  void number(int column, long value) {
    present[column] = true;
    bits[column] = value;
  }

  void uuid(int column, long high, long low) {
    present[column] = true;
    bits[column] = high;
    this.low[column] = low;
  }

  void decimal(int column, long unscaled, int scale) {
    present[column] = true;
    bits[column] = unscaled;
    scales[column] = scale;
    large[column] = null;
  }

  void decimal(int column, BigDecimal value) {
    present[column] = true;
    large[column] = value;
  }

  /** The value as {@link Processed.Accepted#values()} has it. */
  public @Nullable Object value(int column) {
    if (!present[column]) {
      return null;
    }
    return switch (types[column]) {
      case TEXT, JSONB -> new String(bytes[column], offsets[column], lengths[column], UTF_8);
      case BIGINT -> bits[column];
      case NUMERIC -> large(column);
      case BOOLEAN -> bits[column] != 0;
      case TIMESTAMPTZ ->
          OffsetDateTime.ofInstant(
              Instant.ofEpochSecond(
                  Math.floorDiv(bits[column], 1_000_000L),
                  Math.floorMod(bits[column], 1_000_000L) * 1_000L),
              ZoneOffset.UTC);
      case DATE -> LocalDate.ofEpochDay(bits[column]);
      case UUID -> new UUID(bits[column], low[column]);
    };
  }

  /** Takes over a record that was made the general way. */
  public void set(Processed.Accepted accepted) {
    start(accepted.size());
    id(accepted.id());
    hashed = true;
    System.arraycopy(accepted.fingerprint().sha256(), 0, sha256, 0, sha256.length);
    System.arraycopy(accepted.fingerprint().md5(), 0, md5, 0, md5.length);
    AcceptedValues.fill(this, accepted);
  }
}
