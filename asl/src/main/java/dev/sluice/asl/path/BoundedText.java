package dev.sluice.asl.path;

import java.util.regex.Pattern;

/** A text that counts how often it is looked at, so that no pattern backtracks without end. */
final class BoundedText implements CharSequence {
  private static final int LOOKS = 2_000_000;
  private final String text;
  private final int start;
  private final int end;
  private final int[] left;

  private BoundedText(String text, int start, int end, int[] left) {
    this.text = text;
    this.start = start;
    this.end = end;
    this.left = left;
  }

  /** Whether all of the text matches; a match that takes too long is a failure of the path. */
  static boolean matches(Pattern pattern, String text) {
    try {
      return pattern.matcher(new BoundedText(text, 0, text.length(), new int[] {LOOKS})).matches();
    } catch (StackOverflowError tooDeep) {
      throw new InvalidPathException("The pattern /" + pattern + "/ needs too much stack");
    }
  }

  @Override
  public int length() {
    return end - start;
  }

  @Override
  public char charAt(int index) {
    if (--left[0] < 0) {
      throw new InvalidPathException("A pattern of the path takes too long to match");
    }
    return text.charAt(start + index);
  }

  @Override
  public CharSequence subSequence(int from, int to) {
    return new BoundedText(text, start + from, start + to, left);
  }

  @Override
  public String toString() {
    return text.substring(start, end);
  }
}
