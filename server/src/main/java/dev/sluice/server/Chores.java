package dev.sluice.server;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.DatasetStore;
import dev.sluice.deadletter.DeadLetterStore;
import dev.sluice.live.Tickets;
import dev.sluice.run.Answers;
import dev.sluice.run.BatchStore;
import dev.sluice.run.Books;
import dev.sluice.run.RunKind;
import dev.sluice.run.Sweeper.Chore;
import dev.sluice.run.WorkObserver;
import dev.sluice.sequence.SenderStore;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What has to be done again and again, and how long things are kept. */
final class Chores {
  /** Longer than any redelivery: a batch's row makes a repeated landing harmless. */
  private static final Duration BATCHES = Duration.ofDays(14);

  /** For as long as an upsert can be undone. */
  private static final Duration IMAGES = Duration.ofDays(7);

  private static final Duration LETTERS = Duration.ofDays(90);
  private static final Duration ANSWERS = Duration.ofDays(7);

  /** A sender that comes back after this begins its sequence anew. */
  private static final Duration SENDERS = Duration.ofDays(400);

  private static final int STEP = 1_000;

  private final BatchStore batches;
  private final Books books;
  private final DatasetStore store;
  private final DeadLetterStore letters;
  private final Answers answers;
  private final SenderStore senders;
  private final SenderNotices notices;
  private final Tickets tickets;
  private final WorkObserver observer;
  private final InstantSource clock;

  Chores(
      BatchStore batches,
      Books books,
      DatasetStore store,
      DeadLetterStore letters,
      Answers answers,
      SenderStore senders,
      SenderNotices notices,
      Tickets tickets,
      WorkObserver observer,
      InstantSource clock) {
    this.batches = batches;
    this.books = books;
    this.store = store;
    this.letters = letters;
    this.answers = answers;
    this.senders = senders;
    this.notices = notices;
    this.tickets = tickets;
    this.observer = observer;
    this.clock = clock;
  }

  List<Chore> list(Collection<Dataset> datasets) {
    Duration second = Duration.ofSeconds(1);
    Duration minute = Duration.ofMinutes(1);
    List<Chore> chores = new ArrayList<>();
    chores.add(new Chore("rescue", Duration.ofSeconds(2), this::rescue));
    chores.add(new Chore("fold", second, () -> partial(books.fold(STEP))));
    chores.add(new Chore("fold-statistics", second, () -> partial(store.foldStatistics(STEP))));
    chores.add(new Chore("close-days", minute, () -> books.closeBefore(today())));
    chores.add(new Chore("close-replays", second, () -> books.closeFinished(RunKind.REPLAY)));
    chores.add(new Chore("purge-batches", minute, () -> books.purge(BATCHES, STEP)));
    chores.add(new Chore("purge-letters", minute, () -> letters.purge(LETTERS, STEP)));
    chores.add(new Chore("purge-answers", minute, () -> answers.purge(ANSWERS, STEP)));
    chores.add(new Chore("purge-images", minute, () -> store.purgeImages(IMAGES, STEP)));
    chores.add(new Chore("purge-senders", minute, () -> senders.purge(SENDERS, STEP)));
    chores.add(new Chore("purge-tickets", minute, () -> tickets.purge(STEP)));
    chores.add(new Chore("tell-senders", Duration.ofSeconds(2), notices::look));
    for (Dataset dataset : datasets) {
      Duration retention = dataset.retention();
      if (retention != null) {
        chores.add(
            new Chore(
                "purge-" + dataset.name(), minute, () -> store.purge(dataset, retention, STEP)));
      }
    }
    return chores;
  }

  private int rescue() {
    int rescued = batches.rescue(100);
    if (rescued > 0) {
      observer.rescued(rescued);
    }
    return rescued;
  }

  /** A step that was not full left nothing worth another one at once. */
  private static int partial(int done) {
    return done < STEP ? 0 : done;
  }

  private String today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
  }
}
