package dev.sluice.postgres;

import static java.util.stream.Collectors.joining;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.SourceName;
import dev.sluice.record.Column;
import dev.sluice.record.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A dataset's table: its names and the SQL that is made from its columns once. System columns start
 * with an underscore, which a schema's columns may not.
 */
final class DatasetTable {
  /** The columns that a schema has no say in. */
  static final List<String> SYSTEM =
      List.of(
          "_id",
          "_tenant",
          "_run",
          "_batch",
          "_row",
          "_object",
          "_correlation",
          "_fingerprint",
          "_md5",
          "_accepted_at",
          "_processed_at");

  private final Dataset dataset;
  private final String name;
  private final String copy;
  private final String insert;
  private final String update;

  DatasetTable(Dataset dataset) {
    this(dataset, "public." + quoted(dataset.name()));
  }

  /** A table of the same columns under another name, qualified and quoted. */
  DatasetTable(Dataset dataset, String name) {
    this.dataset = dataset;
    this.name = name;
    this.copy = buildCopy();
    this.insert = buildInsert();
    this.update = buildUpdate();
  }

  Dataset dataset() {
    return dataset;
  }

  /** Qualified and quoted. */
  String name() {
    return name;
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String sqlType(Column column) {
    return column.is(Column.Role.SEAL) ? "bytea" : column.sqlType();
  }

  /**
   * What makes the table and its indexes; each statement may be run again. {@code _id} is made from
   * tenant and key, so its uniqueness is theirs (adr/0004); without a key it is made from batch and
   * row, lies in the order of its table, and block ranges find it. Few sources have many rows each,
   * so an index by source would cost every insert and serve no query; nor is there one by
   * acceptance, in whose order rows come: block ranges find a time, and a load's rows all have the
   * same.
   */
  List<String> create() {
    List<String> statements = new ArrayList<>();
    String columns =
        dataset.columns().stream().map(column -> columnDdl(column) + ",\n").collect(joining());
    statements.add(
        "create table if not exists "
            + name()
            + " (\n"
            + columns
            + """
            _id uuid %s,
            _tenant text not null,
            _run uuid not null,
            _batch uuid not null,
            _row integer not null,
            _object text,
            _correlation text,
            _fingerprint bytea,
            _md5 bytea,
            _accepted_at timestamptz not null,
            _processed_at timestamptz not null default now())
            """
                .formatted(keyed() ? "primary key" : "not null"));
    if (!listedByAcceptance()) {
      statements.add(index("listing", "(" + listedBy() + ")"));
    }
    for (Column column : dataset.all(Column.Role.FILTER)) {
      if (!column.is(Column.Role.SOURCE)) {
        statements.add(index("by_" + column.name(), "(" + quoted(column.name()) + ")"));
      }
    }
    String ranges = keyed() ? "(_batch, _accepted_at)" : "(_batch, _accepted_at, _id)";
    statements.add(index("batch", "using brin " + ranges));
    return statements;
  }

  boolean keyed() {
    return !dataset.key().isEmpty();
  }

  String columnDdl(Column column) {
    boolean required = column.is(Column.Role.KEY);
    return quoted(column.name()) + " " + sqlType(column) + (required ? " not null" : "");
  }

  /** Index names are at most 63 bytes; a long one is told apart by its hash. */
  private String index(String suffix, String on) {
    return "create index if not exists " + indexName(suffix) + " on " + name() + " " + on;
  }

  private String indexName(String suffix) {
    String name = dataset.name() + "_" + suffix;
    if (name.length() > 60) {
      name = name.substring(0, 48) + "_" + Integer.toHexString(name.hashCode());
    }
    return quoted(name);
  }

  /** For a table whose rows are to be listed by another column. */
  String dropListing() {
    return "drop index if exists public." + indexName("listing");
  }

  /** The time column where every record has one, acceptance otherwise. */
  String listedBy() {
    return dataset
        .with(Column.Role.TIME)
        .filter(column -> column.type() == ColumnType.TIMESTAMPTZ && !column.nullable())
        .map(column -> quoted(column.name()))
        .orElse("_accepted_at");
  }

  boolean listedByAcceptance() {
    return listedBy().equals("_accepted_at");
  }

  /** COPY of rows as {@link EncodedRows} writes them. */
  String copy() {
    return copy;
  }

  private String buildCopy() {
    return "copy "
        + name()
        + " (_tenant, _run, _batch, _accepted_at, _id, _row, _correlation, _fingerprint, _md5"
        + dataset.columns().stream().map(c -> ", " + quoted(c.name())).collect(joining())
        + ") from stdin (format binary)";
  }

  /**
   * Inserts rows given as one array per column. Parameters: tenant, run, batch, accepted at; then
   * the arrays of id, row, correlation, fingerprint, md5 and of every column's values.
   */
  String insert() {
    return insert;
  }

  /** As {@link #insert}, but leaves out those whose ids are there and returns the others' ids. */
  String insertNew() {
    return insert + "\non conflict do nothing returning _id";
  }

  private String buildInsert() {
    return "insert into "
        + name()
        + " (_tenant, _run, _batch, _accepted_at, _processed_at, _id, _row, _correlation,"
        + " _fingerprint, _md5"
        + dataset.columns().stream().map(c -> ", " + quoted(c.name())).collect(joining())
        + ")\nselect ?, ?, ?, ?, now(), r.id, r.row, r.correlation, r.fingerprint, r.md5"
        + IntStream.range(0, dataset.columns().size()).mapToObj(i -> ", r.c" + i).collect(joining())
        + "\nfrom "
        + unnest();
  }

  /** As {@link #insert}, for rows that exist: the order of parameters is the same. */
  String update() {
    return update;
  }

  private String buildUpdate() {
    StringBuilder set = new StringBuilder();
    for (int i = 0; i < dataset.columns().size(); i++) {
      Column column = dataset.columns().get(i);
      set.append(", ").append(quoted(column.name())).append(" = r.c").append(i);
    }
    return "update "
        + name()
        + " t set _tenant = ?, _run = ?, _batch = ?, _accepted_at = ?, _processed_at = now(),"
        + " _row = r.row, _correlation = r.correlation, _fingerprint = r.fingerprint, _md5 = r.md5"
        + set
        + "\nfrom "
        + unnest()
        + "\nwhere t._id = r.id returning t._id";
  }

  private String unnest() {
    StringBuilder arrays = new StringBuilder("unnest(?, ?, ?, ?, ?");
    StringBuilder names = new StringBuilder("r(id, row, correlation, fingerprint, md5");
    for (int i = 0; i < dataset.columns().size(); i++) {
      arrays.append(", ?");
      names.append(", c").append(i);
    }
    return arrays + ") as " + names + ")";
  }

  /** Every business column, for reading. */
  String selectedColumns() {
    return dataset.columns().stream()
        .map(column -> "t." + quoted(column.name()))
        .collect(joining(", "));
  }

  /** The source a row counts under in statistics, of the table's columns. */
  String statisticsSource() {
    return dataset
        .with(Column.Role.SOURCE)
        .map(column -> sourceName("coalesce(" + quoted(column.name()) + "::text, '')"))
        .orElse("''::text");
  }

  /** {@link SourceName#of} of an expression. */
  private static String sourceName(String text) {
    return ("case when char_length(%1$s) > %2$d"
            + " then left(%1$s, %3$d) || '%4$s' || md5(%1$s) else %1$s end")
        .formatted(text, SourceName.LONGEST, SourceName.BEGINNING, SourceName.CUT);
  }

  /** The UTC day a row counts under in statistics, whatever time zone the session has. */
  String statisticsDay() {
    String accepted = "(_accepted_at at time zone 'UTC')::date";
    return dataset
        .with(Column.Role.TIME)
        .map(column ->
            column.type() == ColumnType.DATE
                ? quoted(column.name())
                : "(" + quoted(column.name()) + " at time zone 'UTC')::date")
        .map(day -> "coalesce(" + day + ", " + accepted + ")")
        .orElse(accepted);
  }

  /**
   * What a group of rows adds to its statistics' sums, as JSON.
   *
   * @param times how often each row counts: negative takes it out
   */
  String statisticsSums(String times) {
    return dataset.all(Column.Role.SUM).stream()
        .map(Column::name)
        .map(name ->
            "'%s', coalesce(sum(%s * %s), 0)"
                .formatted(name.replace("'", "''"), times, quoted(name)))
        .collect(joining(", ", "jsonb_build_object(", ")"));
  }
}
