package dev.sluice.postgres;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.Entry;
import org.jspecify.annotations.Nullable;

/** Which of two upserts of one key is the newer (rule 6). */
final class Versions {
  private Versions() {}

  /** Whether {@code one} is newer than {@code other}, which comes later in the same batch. */
  static boolean newer(Dataset dataset, Entry one, Entry other) {
    return dataset.version() != null && compare(value(dataset, one), value(dataset, other)) > 0;
  }

  /** Without a version column the later acceptance wins, and what is settled now is the later. */
  static boolean replaces(Dataset dataset, Entry entry, RowWriter.Row row) {
    return dataset.version() == null || compare(value(dataset, entry), row.version()) > 0;
  }

  private static @Nullable Object value(Dataset dataset, Entry entry) {
    for (int i = 0; i < dataset.columns().size(); i++) {
      if (dataset.columns().get(i).name().equals(dataset.version())) {
        return entry.accepted().values().get(i);
      }
    }
    return null;
  }

  /** No version is older than any. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static int compare(@Nullable Object one, @Nullable Object other) {
    if (one == null || other == null) {
      return (one == null ? 0 : 1) - (other == null ? 0 : 1);
    }
    return ((Comparable) one).compareTo(other);
  }
}
