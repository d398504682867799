package dev.sluice.postgres.embedded;

import dev.sluice.host.Niceness;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Has autovacuum's workers give way to whoever commits: at its end and for its statistics one takes
 * a processor for some tenths of a second (adr/0016). Each visit to a table is a process of its
 * own, so new ones are looked for again and again.
 */
final class Vacuums {
  /** Every process of PostgreSQL names itself so, once it knows what it is. */
  private static final String TITLE = "postgres: ";

  private static final String WORKER = TITLE + "autovacuum worker";

  private final Set<Long> known = new HashSet<>();

  /** Those that came since the last time give way. */
  void giveWay(Postmaster postmaster) {
    List<Long> processes = postmaster.processes();
    known.retainAll(processes);
    processes.stream().filter(pid -> !known.contains(pid)).forEach(this::look);
  }

  private void look(long pid) {
    String title = Postmaster.title(pid);
    if (title.startsWith(TITLE)) {
      known.add(pid);
    }
    if (title.startsWith(WORKER)) {
      Niceness.lower(pid);
    }
  }
}
