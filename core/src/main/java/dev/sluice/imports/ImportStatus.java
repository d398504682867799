package dev.sluice.imports;

import java.util.Locale;

/** Where an import stands. */
public enum ImportStatus {
  /** Its file is not there whole. */
  UPLOADING,
  /** Its chunks wait: for its tenant's other imports, or for a worker. */
  QUEUED,
  /** Somebody works on its chunks. */
  RUNNING,
  /** Every row is stored or was there already. */
  COMPLETED,
  /** Every row has its verdict, and some were rejected. */
  COMPLETED_WITH_ERRORS,
  /** The file could not be taken, or chunks of it could not be processed. */
  FAILED,
  /** Somebody stopped it; the rows that were left count as dead. */
  CANCELLED;

  /** Nothing more happens to it. */
  public boolean isFinal() {
    return switch (this) {
      case UPLOADING, QUEUED, RUNNING -> false;
      case COMPLETED, COMPLETED_WITH_ERRORS, FAILED, CANCELLED -> true;
    };
  }

  /** As the outside sees it: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static ImportStatus of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
