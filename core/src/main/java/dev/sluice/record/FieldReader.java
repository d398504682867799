package dev.sluice.record;

/**
 * Reads one column's value from text, as UTF-8, into its slot, without making anything. It knows
 * the schema's rules for the column and never says yes to what those refuse.
 */
interface FieldReader {
  /** For a column that only the general way can read. */
  FieldReader UNSURE = (bytes, from, to, row, column) -> false;

  /**
   * Whether the text is certainly a valid value, and the slot holds it. Where not, the general way
   * knows whether it is, and why not.
   *
   * @param from at least one byte before {@code to}
   */
  boolean read(byte[] bytes, int from, int to, TypedRow row, int column);
}
