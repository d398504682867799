package dev.sluice.record;

/** The types a dataset's columns have, with the Java type of their values. */
public enum ColumnType {
  /** String. */
  TEXT,
  /** Long. */
  BIGINT,
  /** BigDecimal, exact. */
  NUMERIC,
  /** Boolean. */
  BOOLEAN,
  /** OffsetDateTime in UTC, at most microseconds. */
  TIMESTAMPTZ,
  /** LocalDate. */
  DATE,
  /** java.util.UUID. */
  UUID,
  /** String holding compact JSON text. */
  JSONB
}
