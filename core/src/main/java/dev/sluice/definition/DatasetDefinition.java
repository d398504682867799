package dev.sluice.definition;

import dev.sluice.record.Column;
import dev.sluice.record.ColumnRoles;
import dev.sluice.record.DatasetSchema;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where records land.
 *
 * @param path in URLs: {@code /api/orders}; the name unless told otherwise
 * @param roles the columns named for key, source, time, sequence, version, filter, sum and seal
 * @param columns typed, from the schema
 * @param retention how long rows are kept; null for ever
 */
public record DatasetDefinition(
    String name,
    String path,
    Mode mode,
    OnConflict onConflict,
    ColumnRoles roles,
    DatasetSchema columns,
    @Nullable Duration retention,
    Position at,
    String hash)
    implements Definition {
  static final String KIND = "dataset";

  /** What a record with a known key does. */
  public enum Mode {
    /** It is a duplicate or a conflict. */
    INSERT,
    /** It replaces an older version. */
    UPSERT
  }

  /** What a record with a known key and another fingerprint is, where the mode is INSERT. */
  public enum OnConflict {
    /** Rejected with code {@code conflict}. */
    REJECT,
    /** A duplicate, counted as changed. */
    KEEP
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** In order; empty for a dataset that takes imports and collections only. */
  public List<Column> key() {
    return columns.key();
  }
}
