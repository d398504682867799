package dev.sluice.record;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a dataset its definition names for what.
 *
 * @param key in order; empty where the dataset has none
 */
public record ColumnRoles(
    List<String> key,
    @Nullable String source,
    @Nullable String time,
    @Nullable String sequence,
    @Nullable String version,
    List<String> filter,
    List<String> sum,
    List<String> seal) {

  /** No column has a role. */
  public static final ColumnRoles NONE = keyed();

  /** What lists of records take as parameters of their own: no column of these names filters. */
  public static final Set<String> LIST_PARAMETERS =
      Set.of("limit", "cursor", "lastKey", "tenant", "from", "to");

  public ColumnRoles {
    key = List.copyOf(key);
    filter = List.copyOf(filter);
    sum = List.copyOf(sum);
    seal = List.copyOf(seal);
  }

  /** Only a key. */
  public static ColumnRoles keyed(String... key) {
    return new ColumnRoles(List.of(key), null, null, null, null, List.of(), List.of(), List.of());
  }

  Set<Column.Role> of(String column) {
    Set<Column.Role> roles = EnumSet.noneOf(Column.Role.class);
    add(roles, Column.Role.KEY, key.contains(column));
    add(roles, Column.Role.SOURCE, column.equals(source));
    add(roles, Column.Role.TIME, column.equals(time));
    add(roles, Column.Role.SEQUENCE, column.equals(sequence));
    add(roles, Column.Role.VERSION, column.equals(version));
    add(roles, Column.Role.FILTER, filter.contains(column));
    add(roles, Column.Role.SUM, sum.contains(column));
    add(roles, Column.Role.SEAL, seal.contains(column));
    return roles;
  }

  private static void add(Set<Column.Role> roles, Column.Role role, boolean present) {
    if (present) {
      roles.add(role);
    }
  }
}
