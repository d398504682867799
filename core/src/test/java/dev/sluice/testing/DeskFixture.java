package dev.sluice.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.DatasetStore;
import dev.sluice.dataset.Landing;
import dev.sluice.dataset.Verdict;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.Desk;
import dev.sluice.deadletter.LetterFilter;
import dev.sluice.deadletter.Outcome;
import dev.sluice.deadletter.ReplayHandler;
import dev.sluice.run.Attempt;
import dev.sluice.run.Counts;
import dev.sluice.run.Lease;
import dev.sluice.run.LeaseRequest;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sales that could not land, and a desk to mend them at. */
public final class DeskFixture {
  private final Stores stores;
  private final Dataset dataset;
  private final Desk desk;
  private final ReplayHandler handler;

  public DeskFixture(Stores stores) {
    this(stores, Samples.sales());
  }

  public DeskFixture(Stores stores, Dataset dataset) {
    this.stores = stores;
    this.dataset = dataset;
    this.desk =
        new Desk(stores.replays(), SalesJudge.only(dataset), stores.datasets(), Samples::id);
    this.handler = new ReplayHandler(stores.replays(), SalesJudge.only(dataset), stores.datasets());
    stores.datasets().declare(dataset);
  }

  public Desk desk() {
    return desk;
  }

  /** Lands them as one batch of the day. */
  public List<Verdict> land(String... records) {
    NewBatch batch = Samples.batch(stores.batches().open(Samples.DAY));
    var entries = Samples.entries(records);
    return stores.datasets().accept(new Landing(batch, dataset, entries, List.of(), v -> List.of()));
  }

  /** The letter of a record that cannot land. */
  public DeadLetter letter(String record) {
    return switch (land(record).getFirst()) {
      case Verdict.Rejected rejected -> now(rejected.letter());
      case Verdict.Conflict conflict -> now(conflict.letter());
      default -> throw new IllegalArgumentException("it landed: " + record);
    };
  }

  /** The letter of a batch that used up its retries. */
  public DeadLetter whole(String... records) {
    NewBatch batch = Samples.batch(stores.batches().open(Samples.DAY));
    byte[] payload = String.join("\n", records).getBytes(UTF_8);
    stores.batches().accept(batch, records.length, payload);
    Lease lease = lease(RunKind.FEED, Duration.ofSeconds(30)).orElseThrow();
    stores.batches().bury(lease, "retries-exhausted", "the lake was closed");
    return letters().stream()
        .filter(letter -> letter.batch().equals(batch.id()))
        .findFirst()
        .orElseThrow();
  }

  public List<DeadLetter> letters() {
    return stores.letters().letters(LetterFilter.ANY, null, 10_000);
  }

  public DeadLetter now(UUID letter) {
    return stores.letters().letter(letter, null).orElseThrow();
  }

  public DeadLetter now(DeadLetter letter) {
    return now(letter.id());
  }

  public Outcome latest(DeadLetter letter) {
    return stores.replays().outcomes(letter.id()).getFirst();
  }

  public Desk.Reply replay(
      DeadLetter letter, @Nullable String payload, Dataset.@Nullable OnConflict onConflict) {
    byte[] bytes = payload == null ? null : payload.getBytes(UTF_8);
    return desk.replay(new Desk.Request(letter, bytes, onConflict, "desk", null));
  }

  public Optional<Lease> lease(RunKind kind, Duration duration) {
    return stores
        .batches()
        .lease(new LeaseRequest(kind, "test", duration, LeaseRequest.FIRST, 100));
  }

  public Lease leaseReplay() {
    return lease(RunKind.REPLAY, Duration.ofSeconds(30)).orElseThrow();
  }

  /** Handles replays until none is left, as a worker that never fails would. */
  public void work() {
    for (var lease = lease(RunKind.REPLAY, Duration.ofSeconds(30));
        lease.isPresent();
        lease = lease(RunKind.REPLAY, Duration.ofSeconds(30))) {
      Attempt attempt = handle(lease.get());
      if (!(attempt instanceof Attempt.Done)) {
        throw new IllegalStateException(attempt.toString());
      }
    }
  }

  public Attempt handle(Lease lease) {
    return handler.handle(lease);
  }

  public Counts run(UUID run) {
    return stores.books().run(run).orElseThrow().counts();
  }

  public Counts total() {
    return stores.books().totals().total();
  }

  /** The amount of every sale that is stored, by its number. */
  public Map<Integer, BigDecimal> amounts() {
    Map<Integer, BigDecimal> amounts = new java.util.TreeMap<>();
    var all = new DatasetStore.Filter(null, Map.of(), null, null, null, 10_000);
    for (var row : stores.datasets().list(dataset, all)) {
      BigDecimal amount = row.columns().path("amount").decimalValue();
      amounts.put(row.columns().path("number").asInt(), amount.stripTrailingZeros());
    }
    return amounts;
  }

  /** What the statistics say all amounts come to. */
  public BigDecimal sum() {
    return stores.datasets().statistics(dataset, null).sourceDays().stream()
        .map(cell -> new BigDecimal(cell.sums().getOrDefault("amount", "0")))
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .stripTrailingZeros();
  }
}
