package dev.sluice.server;

import dev.sluice.run.BackendException;
import dev.sluice.run.Books;
import dev.sluice.run.Rounds;
import dev.sluice.run.RunKind;
import dev.sluice.server.http.Pressure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Watches the queue's age and the disk, so that senders are sent away before it is too late. */
final class Backlog implements Pressure, AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration OLDEST = Duration.ofSeconds(30);
  private static final long LEAST_BYTES = 256L << 20;

  private static final Reason BEHIND =
      new Reason("backlog", "the oldest record in the queue waits for over 30 s", 5);
  private static final Reason FULL =
      new Reason("disk-low", "less than 256 MB of the disk are left", 30);

  private final Books books;
  private final Path data;
  private final InstantSource clock;
  private final Rounds rounds = new Rounds("backlog", EVERY, this::look);
  private volatile boolean behind;
  private volatile boolean full;
  private volatile List<Books.Queue> queues = List.of();

  Backlog(Books books, Path data, InstantSource clock) {
    this.books = books;
    this.data = data;
    this.clock = clock;
  }

  void start() {
    rounds.start();
  }

  @Override
  public Optional<Reason> refusal(boolean queued) {
    if (full) {
      return Optional.of(FULL);
    }
    return queued && behind ? Optional.of(BEHIND) : Optional.empty();
  }

  private void look() {
    try {
      full = Files.getFileStore(data).getUsableSpace() < LEAST_BYTES;
      List<Books.Queue> seen = books.queues();
      queues = seen;
      behind = seen.stream().anyMatch(this::isBehind);
    } catch (IOException | BackendException e) {
      return; // readiness speaks of a database that is away; what was known stands
    }
  }

  private boolean isBehind(Books.Queue queue) {
    Instant oldest = queue.oldest();
    return queue.kind() == RunKind.FEED
        && oldest != null
        && oldest.plus(OLDEST).isBefore(clock.instant());
  }

  /** As they were seen last. */
  List<Books.Queue> queues() {
    return queues;
  }

  @Override
  public void close() {
    rounds.close();
  }
}
