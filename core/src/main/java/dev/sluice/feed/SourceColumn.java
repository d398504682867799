package dev.sluice.feed;

import dev.sluice.dataset.SourceName;
import dev.sluice.record.Column;
import dev.sluice.record.Processed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a dataset keeps whose record it is.
 *
 * @param position among the columns; -1 where no column says so
 */
record SourceColumn(int position) {

  static SourceColumn of(List<Column> columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).is(Column.Role.SOURCE)) {
        return new SourceColumn(i);
      }
    }
    return new SourceColumn(-1);
  }

  @Nullable String of(Processed.Accepted record) {
    Object value = position < 0 ? null : record.values().get(position);
    return value == null ? null : SourceName.of(value.toString());
  }
}
