package dev.sluice.feed;

import dev.sluice.run.BatchStore;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A feed's run of the UTC day, opened once a day. Thread-safe. */
final class DayRun {
  private final BatchStore batches;
  private final String tenant;
  private final String feed;
  private volatile @Nullable Opened opened;

  private record Opened(LocalDate day, UUID run) {}

  DayRun(BatchStore batches, String tenant, String feed) {
    this.batches = batches;
    this.tenant = tenant;
    this.feed = feed;
  }

  UUID at(Instant now) {
    LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
    Opened current = opened;
    if (current == null || !current.day().equals(day)) {
      current = new Opened(day, batches.open(key(now)));
      opened = current;
    }
    return current.run();
  }

  RunKey key(Instant now) {
    String day = LocalDate.ofInstant(now, ZoneOffset.UTC).toString();
    return new RunKey(tenant, RunKind.FEED, feed, day);
  }
}
