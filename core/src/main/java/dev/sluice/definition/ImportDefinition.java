package dev.sluice.definition;

import dev.sluice.file.ExpectedColumns;
import dev.sluice.file.FileFormat;
import dev.sluice.file.RowProcessor;
import dev.sluice.limit.Rate;
import dev.sluice.record.Mapping;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One kind of file that can be uploaded: {@code POST /api/imports?type={name}}.
 *
 * @param dataset where its rows land
 * @param columns from a name in the file to the one that the mapping, or the dataset, has
 * @param ignore names in the file whose values are left out
 * @param mapping after the columns were renamed; {@link Mapping#IDENTITY} where there is none
 * @param concurrency of one tenant's imports of this type, how many run at a time
 * @param rateLimit of one tenant's uploads of this type; null for no limit of its own
 * @param retry of a chunk
 * @param tenant whose files these are where the caller names none
 * @param datasetAt where it names its dataset
 * @param columnsAt where it names each of {@link #columns}
 */
public record ImportDefinition(
    String name,
    String dataset,
    Map<String, String> columns,
    Set<String> ignore,
    Mapping mapping,
    int concurrency,
    @Nullable Rate rateLimit,
    Retry retry,
    String tenant,
    Position at,
    Position datasetAt,
    Map<String, Position> columnsAt,
    String hash)
    implements Definition {
  static final String KIND = "import";

  /** Imports of one tenant that run at once, of whatever types (B42). */
  public static final int PER_TENANT = 5;

  public ImportDefinition {
    columns = Map.copyOf(columns);
    columnsAt = Map.copyOf(columnsAt);
    ignore = Set.copyOf(ignore);
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** What its files' headers are held against. */
  public ExpectedColumns expected(DatasetDefinition target) {
    return ExpectedColumns.of(
        mine(target).columns(), columns, ignore, !mapping.equals(Mapping.IDENTITY));
  }

  /**
   * What the rows of one of its files go through.
   *
   * @param tenant who sends it
   * @param target the definition of {@link #dataset}
   */
  public RowProcessor processor(
      String tenant, DatasetDefinition target, FileFormat format, Supplier<UUID> ids) {
    return new RowProcessor(
        tenant, dataset, mine(target).columns(), expected(target), mapping, format, ids);
  }

  private DatasetDefinition mine(DatasetDefinition target) {
    if (!target.name().equals(dataset)) {
      throw new IllegalArgumentException("import " + name + " lands in " + dataset);
    }
    return target;
  }
}
