package dev.sluice.server.http;

import dev.sluice.record.Column;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.UUID;

/**
 * A value to compare a column with, from a query: of the column's type, or the sender's mistake.
 */
final class FilterValue {
  private FilterValue() {}

  static String checked(Column column, String value) {
    try {
      return switch (column.type()) {
        case TEXT, JSONB -> value;
        case BIGINT -> Long.toString(Long.parseLong(value));
        case NUMERIC -> number(column, value);
        case BOOLEAN -> flag(column, value);
        case TIMESTAMPTZ -> Dates.time(value.replace(' ', '+')).toString();
        case DATE -> Dates.date(value).toString();
        case UUID -> UUID.fromString(value).toString();
      };
    } catch (DateTimeException | IllegalArgumentException e) {
      throw wrong(column, value);
    }
  }

  private static String number(Column column, String value) {
    BigDecimal number = value.length() > 100 ? BigDecimal.ZERO : new BigDecimal(value);
    if (value.length() > 100 || Math.abs((long) number.scale()) > 200) {
      throw wrong(column, value);
    }
    return number.toPlainString();
  }

  private static String flag(Column column, String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw wrong(column, value);
    }
    return value;
  }

  private static ProblemException wrong(Column column, String value) {
    return QueryParameters.bad(
        column.name(), value, "is no value of type " + column.sqlType(), "send such a value");
  }
}
