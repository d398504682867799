package dev.sluice.record;

import java.util.OptionalInt;
import java.util.Set;

/**
 * One typed column of a dataset.
 *
 * @param name as in the schema; also the SQL name, quoted
 * @param scale digits after the point, only for NUMERIC and only where the schema's {@code
 *     multipleOf} says so
 * @param nullable not required, or null is one of its types
 * @param filledByPlatform {@code id} and {@code processedAt} where they are declared but not part
 *     of the key: the platform fills what the mapping leaves out, and they are no part of the
 *     fingerprint
 * @param roles what the dataset's definition uses it for
 */
public record Column(
    String name,
    ColumnType type,
    OptionalInt scale,
    boolean nullable,
    boolean filledByPlatform,
    Set<Role> roles) {

  /** Digits a NUMERIC with a scale has in all. */
  public static final int PRECISION = 38;

  /** What a column is for, besides holding a value. */
  public enum Role {
    KEY,
    SOURCE,
    TIME,
    SEQUENCE,
    FILTER,
    SUM,
    SEAL,
    VERSION
  }

  public Column {
    roles = Set.copyOf(roles);
    if (scale.isPresent() && type != ColumnType.NUMERIC) {
      throw new IllegalArgumentException("only a NUMERIC column has a scale: " + name);
    }
  }

  public boolean is(Role role) {
    return roles.contains(role);
  }

  /** PostgreSQL's type name, such as {@code numeric(38,4)}; a sealed column's plain type. */
  public String sqlType() {
    return switch (type) {
      case TEXT -> "text";
      case BIGINT -> "bigint";
      case NUMERIC ->
          scale.isPresent() ? "numeric(" + PRECISION + "," + scale.getAsInt() + ")" : "numeric";
      case BOOLEAN -> "boolean";
      case TIMESTAMPTZ -> "timestamptz";
      case DATE -> "date";
      case UUID -> "uuid";
      case JSONB -> "jsonb";
    };
  }
}
