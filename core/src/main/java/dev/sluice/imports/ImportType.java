package dev.sluice.imports;

import dev.sluice.dataset.Dataset;
import dev.sluice.file.ExpectedColumns;
import dev.sluice.file.FileFormat;
import dev.sluice.file.RowProcessor;
import dev.sluice.limit.Rate;
import dev.sluice.run.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A definition of an import, turned into what its jobs work with.
 *
 * @param tenant whose imports these are unless somebody says otherwise
 * @param definition content hash
 * @param mapped its records go through a mapping
 * @param concurrency of one tenant's, how many are under way at once
 * @param rateLimit of one tenant's uploads; null for no limit of its own
 */
public record ImportType(
    String name,
    String tenant,
    String definition,
    Dataset dataset,
    ExpectedColumns expected,
    boolean mapped,
    Rows rows,
    int concurrency,
    @Nullable Rate rateLimit,
    RetryPolicy retry) {

  /** Makes what its rows go through. */
  @FunctionalInterface
  public interface Rows {
    RowProcessor processor(String tenant, FileFormat format);
  }
}
