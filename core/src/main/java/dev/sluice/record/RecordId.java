package dev.sluice.record;

import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The id of a record, made from its identity: UUIDv5 (RFC 9562) in {@link #NAMESPACE} of the UTF-8
 * bytes of the JSON array {@code [tenant, dataset, key...]}, written as RFC 8785 with numbers as
 * plain decimal text. A resend therefore gets the id of what is stored. Key values are taken as
 * typed, not as spelled: a time as its moment in UTC, a UUID in lower case, 1.0 as 1, because the
 * table's unique key sees them so.
 *
 * <p>Neither the namespace nor the form may ever change: ids are stored, and handed to partners.
 */
public final class RecordId {
  /** Namespace of record ids; a random UUID, fixed for good. */
  public static final UUID NAMESPACE = UUID.fromString("6f1d2c1e-7d0b-4b57-9a52-3f6d9c0f5a11");

  private static final byte[] SPACE =
      ByteBuffer.allocate(16)
          .putLong(NAMESPACE.getMostSignificantBits())
          .putLong(NAMESPACE.getLeastSignificantBits())
          .array();

  private RecordId() {}

  /**
   * The id of the record with this key.
   *
   * @param key String, Long, BigDecimal, Boolean, UUID, LocalDate or OffsetDateTime; at least one
   */
  public static UUID of(String tenant, String dataset, List<? extends @Nullable Object> key) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("a record without a key has no identity of its own");
    }
    try (HashScratch scratch = HashScratch.take()) {
      return of(tenant, dataset, key, scratch);
    }
  }

  /** Of a name written into {@code scratch}: the array of tenant, dataset and key. */
  static UUID of(HashScratch scratch) {
    return version5(scratch.sha1(SPACE));
  }

  private static UUID of(
      String tenant, String dataset, List<? extends @Nullable Object> key, HashScratch scratch) {
    CanonicalJson name = scratch.canonical;
    name.raw('[').string(tenant).raw(',').string(dataset);
    for (Object value : key) {
      name.raw(',');
      write(name, Objects.requireNonNull(value, "key value"));
    }
    name.raw(']');
    return of(scratch);
  }

  static void write(CanonicalJson name, Object value) {
    switch (value) {
      case String text -> name.string(text);
      case Long number -> name.ascii(number.toString());
      case java.math.BigDecimal number -> name.number(number);
      case Boolean flag -> name.ascii(flag.toString());
      case OffsetDateTime time ->
          name.string(time.withOffsetSameInstant(ZoneOffset.UTC).toInstant().toString());
      case UUID uuid -> name.string(uuid.toString());
      case java.time.LocalDate date -> name.string(date.toString());
      default ->
          throw new IllegalArgumentException("not a type of key: " + value.getClass().getName());
    }
  }

  private static UUID version5(byte[] sha1) {
    ByteBuffer hash = ByteBuffer.wrap(sha1);
    long high = (hash.getLong() & ~0xF000L) | 0x5000L;
    long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
