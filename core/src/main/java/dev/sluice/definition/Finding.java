package dev.sluice.definition;

/**
 * Something to say about a definition.
 *
 * @param code stable, in kebab case
 * @param message what is wrong, with the value found
 * @param hint what to write instead; empty where there is nothing to add
 */
public record Finding(
    String file,
    int line,
    int column,
    Severity severity,
    String code,
    String message,
    String hint) {

  /** Only errors keep definitions from being used. */
  public enum Severity {
    ERROR,
    WARNING,
    INFO
  }

  public Finding {
    message = oneLine(message);
    hint = oneLine(hint);
  }

  static Finding error(Position at, String code, String message, String hint) {
    return new Finding(at.file(), at.line(), at.column(), Severity.ERROR, code, message, hint);
  }

  public Position at() {
    return new Position(file, line, column);
  }

  /** {@code orders.yaml:12:3: message (hint)}. */
  @Override
  public String toString() {
    String kind =
        severity == Severity.ERROR ? "" : severity.name().toLowerCase(java.util.Locale.ROOT) + ": ";
    return at() + ": " + kind + message + (hint.isEmpty() ? "" : " (" + hint + ")");
  }

  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) ? ' ' : c);
    }
    return line.toString();
  }
}
