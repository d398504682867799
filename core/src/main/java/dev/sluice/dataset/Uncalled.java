package dev.sluice.dataset;

import dev.sluice.record.FieldError;
import dev.sluice.record.Processed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A correction brings rows that were rejected, each once, and nothing else. */
public final class Uncalled {
  private Uncalled() {}

  /**
   * Why a row that corrects nothing does not land.
   *
   * @param row it says that it corrects; null where it does not say so, or was taken at its word
   */
  public static Processed.Rejected row(@Nullable Long row) {
    FieldError error =
        new FieldError(
            "not-an-error-row",
            "_error_row",
            row == null ? null : Long.toString(row),
            "the import that is corrected has no open rejected row of this number",
            "send the rows of its errors.csv, each once and with its _error_row");
    return new Processed.Rejected(List.of(error), error.code());
  }
}
