package dev.sluice.record;

/** The words for true and false that {@link TextMapping} knows, as programs write them. */
final class FlagReader implements FieldReader {
  static final FlagReader INSTANCE = new FlagReader();

  private FlagReader() {}

  @Override
  public boolean read(byte[] bytes, int from, int to, TypedRow row, int column) {
    int value =
        switch (to - from) {
          case 1 -> letter(bytes[from]);
          case 4 -> is("true", bytes, from) ? 1 : -1;
          case 5 -> is("false", bytes, from) ? 0 : -1;
          default -> -1;
        };
    if (value < 0) {
      return false;
    }
    row.number(column, value);
    return true;
  }

  private static int letter(byte b) {
    return switch (b) {
      case '1', 't', 'y', 'T', 'Y' -> 1;
      case '0', 'f', 'n', 'F', 'N' -> 0;
      default -> -1;
    };
  }

  private static boolean is(String word, byte[] bytes, int from) {
    for (int i = 0; i < word.length(); i++) {
      // Capitals differ from small letters by one bit, and only letters are compared here.
      if ((bytes[from + i] | 0x20) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
