package dev.sluice.feed;

import dev.sluice.record.Column;
import dev.sluice.record.Processed;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a dataset keeps the numbers its senders count by.
 *
 * @param position among the columns; -1 where no column says so
 */
record SequenceColumn(int position) {

  static SequenceColumn of(List<Column> columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).is(Column.Role.SEQUENCE)) {
        return new SequenceColumn(i);
      }
    }
    return new SequenceColumn(-1);
  }

  boolean exists() {
    return position >= 0;
  }

  /** Null where it has none that is whole and fits. */
  @Nullable Long of(Processed.Accepted record) {
    Object value = position < 0 ? null : record.values().get(position);
    return switch (value) {
      case Long number -> number;
      case BigDecimal number -> whole(number);
      case null, default -> null;
    };
  }

  private static @Nullable Long whole(BigDecimal number) {
    try {
      return number.longValueExact();
    } catch (ArithmeticException e) {
      return null;
    }
  }
}
