package dev.sluice.server.telemetry;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A message of Protocol Buffers by field number, which is all that a test needs of the schema. */
final class Proto {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final Map<Integer, List<Object>> fields = new TreeMap<>();

  Proto(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      long tag = varint(in);
      Object value =
          switch ((int) (tag & 7)) {
            case VARINT -> varint(in);
            case FIXED64 -> in.getLong();
            case BYTES -> bytes(in);
            case FIXED32 -> (long) in.getInt();
            default -> throw new IllegalArgumentException("wire type " + (tag & 7));
          };
      fields.computeIfAbsent((int) (tag >>> 3), _ -> new ArrayList<>()).add(value);
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static byte[] bytes(ByteBuffer in) {
    byte[] bytes = new byte[(int) varint(in)];
    in.get(bytes);
    return bytes;
  }

  List<Proto> messages(int field) {
    return fields.getOrDefault(field, List.of()).stream()
        .map(value -> new Proto((byte[]) value))
        .toList();
  }

  byte[] raw(int field) {
    List<Object> values = fields.getOrDefault(field, List.of());
    return values.isEmpty() ? new byte[0] : (byte[]) values.getFirst();
  }

  String text(int field) {
    return new String(raw(field), StandardCharsets.UTF_8);
  }

  long number(int field) {
    List<Object> values = fields.getOrDefault(field, List.of());
    return values.isEmpty() ? 0 : (long) values.getFirst();
  }

  boolean has(int field) {
    return fields.containsKey(field);
  }
}
