package dev.sluice.definition;

/**
 * A place in a definitions file.
 *
 * @param file as given to the loader, relative to the definitions folder
 * @param line from 1
 * @param column from 1
 */
public record Position(String file, int line, int column) implements Comparable<Position> {

  @Override
  public int compareTo(Position other) {
    int order = file.compareTo(other.file);
    if (order == 0) {
      order = Integer.compare(line, other.line);
    }
    return order == 0 ? Integer.compare(column, other.column) : order;
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
