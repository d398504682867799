package dev.sluice.postgres;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Collection;
import java.util.UUID;
import org.postgresql.util.ByteConverter;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/**
 * A parameter of type {@code uuid[]}, for {@code setObject}. The driver writes such arrays as text,
 * which costs more than the look-up they are for; this one is binary where the connection allows it
 * ({@code binaryTransferEnable}), as PostgreSQL's {@code array_recv} reads it.
 */
final class UuidArray extends PGobject implements PGBinaryObject {
  private static final long serialVersionUID = 1L;
  private static final int HEAD = 20;
  private static final int ELEMENT = 20;
  private static final int UUID_OID = 2950;

  private final UUID[] ids;

  private UuidArray(UUID[] ids) {
    this.ids = ids;
    this.type = "_uuid";
  }

  static UuidArray of(UUID... ids) {
    return new UuidArray(ids);
  }

  static UuidArray of(Collection<UUID> ids) {
    return new UuidArray(ids.toArray(new UUID[0]));
  }

  @Override
  public String getValue() {
    return Arrays.stream(ids).map(UUID::toString).collect(joining(",", "{", "}"));
  }

  @Override
  public int lengthInBytes() {
    return HEAD + ids.length * ELEMENT;
  }

  @Override
  public void toBytes(byte[] bytes, int offset) {
    ByteConverter.int4(bytes, offset, 1);
    ByteConverter.int4(bytes, offset + 4, 0);
    ByteConverter.int4(bytes, offset + 8, UUID_OID);
    ByteConverter.int4(bytes, offset + 12, ids.length);
    ByteConverter.int4(bytes, offset + 16, 1);
    int at = offset + HEAD;
    for (UUID id : ids) {
      ByteConverter.int4(bytes, at, 16);
      ByteConverter.int8(bytes, at + 4, id.getMostSignificantBits());
      ByteConverter.int8(bytes, at + 12, id.getLeastSignificantBits());
      at += ELEMENT;
    }
  }

  @Override
  public void setByteValue(byte[] value, int offset) {
    throw new UnsupportedOperationException("only written");
  }
}
