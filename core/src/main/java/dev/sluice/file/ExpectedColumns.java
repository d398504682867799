package dev.sluice.file;

import dev.sluice.record.Column;
import dev.sluice.record.DatasetSchema;
import dev.sluice.record.Spelling;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an import's columns are called in its files. Immutable and thread-safe. */
public final class ExpectedColumns {
  /** Any header will do: each column goes by its own name. */
  public static final ExpectedColumns ANY = new ExpectedColumns(null, Map.of(), Set.of(), true);

  private final @Nullable DatasetSchema schema;
  private final Map<String, String> renames;
  private final Set<String> ignored;
  private final boolean mapped;

  private ExpectedColumns(
      @Nullable DatasetSchema schema,
      Map<String, String> renames,
      Set<String> ignored,
      boolean mapped) {
    this.schema = schema;
    this.renames = Map.copyOf(renames);
    this.ignored = Set.copyOf(ignored);
    this.mapped = mapped;
  }

  /**
   * Those of a dataset, as files call them.
   *
   * @param renames from a file's name to the one the mapping, or the dataset, has
   * @param ignored names whose values are left out
   * @param mapped a mapping makes the dataset's columns, so that the file may have any
   */
  public static ExpectedColumns of(
      DatasetSchema schema, Map<String, String> renames, Set<String> ignored, boolean mapped) {
    return new ExpectedColumns(schema, renames, ignored, mapped);
  }

  /** The name a file's column has from here on; null where it is left out. */
  @Nullable String target(String name) {
    return ignored.contains(name) || ErrorColumns.isOne(name)
        ? null
        : renames.getOrDefault(name, name);
  }

  /**
   * Holds a file's header against the dataset. A file of errors may have columns that the dataset
   * has not, as JSON records may.
   *
   * @throws FileProblemException naming the column that is missing, not known or there twice
   */
  void check(List<String> header, long line) throws FileProblemException {
    Map<String, String> targets = new LinkedHashMap<>();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i);
      if (name.isBlank()) {
        throw new FileProblemException(
            "missing-header", line, "column " + (i + 1) + " has no name in the header");
      }
      String target = target(name);
      String before = target == null ? null : targets.put(target, name);
      if (before != null) {
        throw new FileProblemException(
            "duplicate-header",
            line,
            "the header has "
                + (before.equals(name)
                    ? quoted(name) + " twice"
                    : quoted(before) + " and " + quoted(name) + ", which are one column"));
      }
    }
    if (schema != null && !mapped) {
      // A file of errors may have columns that are what is wrong with its rows; those say so.
      if (!ErrorColumns.areIn(header)) {
        unknown(schema, header, line);
      }
      missing(schema, targets.keySet(), line);
    }
  }

  private void unknown(DatasetSchema schema, List<String> header, long line)
      throws FileProblemException {
    List<String> unknown = new ArrayList<>();
    for (String name : header) {
      String target = target(name);
      if (target != null && schema.column(target).isEmpty()) {
        unknown.add(name);
      }
    }
    if (!unknown.isEmpty()) {
      String hint =
          Spelling.nearest(unknown.getFirst(), names(schema))
              .map(near -> "did you mean `" + near + "`?")
              .orElse("name it under `columns:` or `ignore:` of the import");
      throw new FileProblemException(
          "unknown-column", line, "the dataset has no column " + list(unknown) + ": " + hint);
    }
  }

  private static void missing(DatasetSchema schema, Set<String> targets, long line)
      throws FileProblemException {
    List<String> missing = new ArrayList<>();
    for (Column column : schema.columns()) {
      boolean needed = !column.filledByPlatform() && isRequired(schema, column.name());
      if (needed && !targets.contains(column.name())) {
        missing.add(column.name());
      }
    }
    if (!missing.isEmpty()) {
      throw new FileProblemException(
          "missing-column",
          line,
          "the header lacks " + list(missing) + ", which every record must have");
    }
  }

  static boolean isRequired(DatasetSchema schema, String name) {
    for (var required : schema.schema().path("required").values()) {
      if (required.asString("").equals(name)) {
        return true;
      }
    }
    return schema.key().stream().anyMatch(column -> column.name().equals(name));
  }

  private Set<String> names(DatasetSchema schema) {
    Set<String> names = new LinkedHashSet<>();
    schema.columns().forEach(column -> names.add(column.name()));
    names.addAll(renames.keySet());
    return names;
  }

  /** Whether files of this import have a column of this name. */
  boolean isKnown(String name) {
    return renames.containsKey(name)
        || ignored.contains(name)
        || (schema != null && schema.column(name).isPresent())
        || ErrorColumns.isOne(name);
  }

  /**
   * Whether a file's first record names columns, rather than being data of a file without a header.
   */
  boolean isHeader(List<String> first) {
    if (schema == null || mapped) {
      return true;
    }
    if (first.stream().anyMatch(this::isKnown)) {
      return true;
    }
    boolean distinctNames =
        new HashSet<>(first).size() == first.size()
            && first.stream().noneMatch(ExpectedColumns::isData);
    return distinctNames || first.size() != positional().size();
  }

  /** The names of a file without a header: the dataset's, in its order. */
  List<String> positional() {
    return schema == null
        ? List.of()
        : schema.columns().stream()
            .filter(column -> !column.filledByPlatform())
            .map(Column::name)
            .toList();
  }

  /** No name looks like this. */
  private static boolean isData(String field) {
    return field.isBlank() || Character.isDigit(field.charAt(0)) || field.indexOf('@') > 0;
  }

  private static String list(List<String> names) {
    List<String> first = names.subList(0, Math.min(5, names.size()));
    String text = String.join(", ", first.stream().map(ExpectedColumns::quoted).toList());
    return names.size() > 5 ? text + " and " + (names.size() - 5) + " more" : text;
  }

  private static String quoted(String name) {
    return "`" + (name.length() > 60 ? name.substring(0, 60) + "…" : name) + "`";
  }
}
