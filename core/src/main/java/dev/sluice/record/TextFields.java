package dev.sluice.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * The fields of one row of text, as ranges of UTF-8 in one array; used again for the next row. For
 * one thread.
 */
public final class TextFields {
  private byte[] bytes = {};
  private int[] from = new int[16];
  private int[] to = new int[16];
  private int count;

  /** No fields, and the array that the next ones lie in. */
  public void start(byte[] bytes) {
    this.bytes = bytes;
    this.count = 0;
  }

  /** The array has moved; the ranges have not. */
  public void moved(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The next field: well-formed UTF-8. */
  public void add(int start, int end) {
    if (count == from.length) {
      from = Arrays.copyOf(from, count * 2);
      to = Arrays.copyOf(to, count * 2);
    }
    from[count] = start;
    to[count++] = end;
  }

  /** A field lies elsewhere after all. */
  public void replace(int field, int start, int end) {
    from[field] = start;
    to[field] = end;
  }

  public int count() {
    return count;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int from(int field) {
    return from[field];
  }

  public int to(int field) {
    return to[field];
  }

  /** An empty field is no value. */
  public boolean isEmpty(int field) {
    return from[field] == to[field];
  }

  public String text(int field) {
    return new String(bytes, from[field], to[field] - from[field], UTF_8);
  }
}
