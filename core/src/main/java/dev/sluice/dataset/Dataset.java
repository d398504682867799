package dev.sluice.dataset;

import dev.sluice.record.Column;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A dataset as its definition declares it.
 *
 * @param columns in schema order
 * @param key column names, in order; empty for a keyless dataset
 * @param version column that decides which of two upserts is newer; null: the later acceptance
 * @param retention null: kept for ever
 * @param definition content hash
 */
public record Dataset(
    String name,
    String path,
    List<Column> columns,
    List<String> key,
    Mode mode,
    OnConflict onConflict,
    @Nullable String version,
    @Nullable Duration retention,
    String definition) {

  /** What the same key again means. */
  public enum Mode {
    INSERT,
    UPSERT
  }

  /** What an insert of the same key with other content means. */
  public enum OnConflict {
    REJECT,
    KEEP,
    /** The stored row is replaced and its image kept. For replays alone, no definition says so. */
    OVERWRITE
  }

  public Dataset {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /** The same dataset with another answer to conflicts; null changes nothing. */
  public Dataset resolving(@Nullable OnConflict other) {
    return other == null
        ? this
        : new Dataset(name, path, columns, key, mode, other, version, retention, definition);
  }

  /** Whether other content takes the place of a stored row. */
  public boolean replaces() {
    return mode == Mode.UPSERT || onConflict == OnConflict.OVERWRITE;
  }

  /** The column with this role, where one has it. */
  public Optional<Column> with(Column.Role role) {
    return columns.stream().filter(column -> column.is(role)).findFirst();
  }

  public List<Column> all(Column.Role role) {
    return columns.stream().filter(column -> column.is(role)).toList();
  }

  public Optional<Column> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /** Positions of the key columns among the columns. */
  public List<Integer> keyPositions() {
    List<Integer> positions = new ArrayList<>();
    for (String name : key) {
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).name().equals(name)) {
          positions.add(i);
        }
      }
    }
    return positions;
  }
}
