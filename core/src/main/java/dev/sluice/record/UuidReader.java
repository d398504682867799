package dev.sluice.record;

/** UUIDs as 36 characters. */
final class UuidReader implements FieldReader {
  static final UuidReader INSTANCE = new UuidReader();

  private UuidReader() {}

  @Override
  public boolean read(byte[] bytes, int from, int to, TypedRow row, int column) {
    if (to - from != 36) {
      return false;
    }
    long high = 0;
    long low = 0;
    for (int i = 0; i < 36; i++) {
      byte b = bytes[from + i];
      if (i == 8 || i == 13 || i == 18 || i == 23) {
        if (b != '-') {
          return false;
        }
        continue;
      }
      int digit = Character.digit((char) (b & 0xFF), 16);
      if (digit < 0) {
        return false;
      }
      if (i < 18) {
        high = high << 4 | digit;
      } else {
        low = low << 4 | digit;
      }
    }
    row.uuid(column, high, low);
    row.written(column, bytes, from, 36);
    return true;
  }
}
