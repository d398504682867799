package dev.sluice.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

/** The beginning of a stream, looked at before it is read. */
final class Head {
  private final InputStream in;
  private byte[] bytes;
  private int length;
  private boolean complete;

  private Head(InputStream in, int size) {
    this.in = in;
    this.bytes = new byte[size];
  }

  /** As much as there is of so many bytes. */
  static Head read(InputStream in, int size) throws IOException {
    Head head = new Head(in, size);
    head.fill();
    return head;
  }

  private void fill() throws IOException {
    int read = in.readNBytes(bytes, length, bytes.length - length);
    length += read;
    complete = length < bytes.length;
  }

  /** Reads on, to twice the size. */
  void grow() throws IOException {
    bytes = Arrays.copyOf(bytes, bytes.length * 2);
    fill();
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Whether there is nothing after it. */
  boolean complete() {
    return complete;
  }

  boolean startsWith(int... octets) {
    if (length < octets.length) {
      return false;
    }
    for (int i = 0; i < octets.length; i++) {
      if ((bytes[i] & 0xFF) != octets[i]) {
        return false;
      }
    }
    return true;
  }

  /** The stream from its start. */
  InputStream whole() {
    return new SequenceInputStream(new ByteArrayInputStream(bytes, 0, length), in);
  }

  /** What follows it. */
  InputStream rest() {
    return in;
  }
}
