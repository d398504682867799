package dev.sluice.imports;

import dev.sluice.dataset.Dataset;
import dev.sluice.file.ExpectedColumns;
import dev.sluice.file.FileFormat;
import dev.sluice.file.RowProcessor;
import dev.sluice.run.RetryPolicy;

/**
 * A definition of an import, turned into what its jobs work with.
 *
 * @param tenant whose imports these are unless somebody says otherwise
 * @param definition content hash
 * @param mapped its records go through a mapping
 */
public record ImportType(
    String name,
    String tenant,
    String definition,
    Dataset dataset,
    ExpectedColumns expected,
    boolean mapped,
    Rows rows,
    RetryPolicy retry) {

  /** Makes what its rows go through. */
  @FunctionalInterface
  public interface Rows {
    RowProcessor processor(String tenant, FileFormat format);
  }
}
