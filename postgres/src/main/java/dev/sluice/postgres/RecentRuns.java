package dev.sluice.postgres;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Remembers runs, the newest few hundred. Thread-safe. */
final class RecentRuns {
  private static final int MOST = 500;

  private final Set<UUID> runs =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<UUID, Boolean>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
                  return size() > MOST;
                }
              }));

  void add(UUID run) {
    runs.add(run);
  }

  boolean contains(UUID run) {
    return runs.contains(run);
  }
}
