package dev.sluice.testing;

import static java.util.Objects.requireNonNull;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.DatasetStore;
import dev.sluice.dataset.Entries;
import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Landed;
import dev.sluice.dataset.Landing;
import dev.sluice.dataset.LandingOrder;
import dev.sluice.dataset.RowSource;
import dev.sluice.dataset.StoredRecord;
import dev.sluice.dataset.Uncalled;
import dev.sluice.dataset.Verdict;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.run.Answer;
import dev.sluice.run.Lease;
import dev.sluice.run.NewBatch;
import dev.sluice.testing.InMemoryState.BatchState;
import dev.sluice.testing.InMemoryState.Row;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class InMemoryDatasetStore implements DatasetStore {
  private final InMemoryState state;
  private final InstantSource clock;

  InMemoryDatasetStore(InMemoryState state, InstantSource clock) {
    this.state = state;
    this.clock = clock;
  }

  @Override
  public void declare(Dataset dataset) {
    synchronized (state) {
      var rows = state.datasets.computeIfAbsent(dataset.name(), _ -> new HashMap<>());
      state.statistics.keySet().removeIf(cell -> cell.dataset().equals(dataset.name()));
      rows.values()
          .forEach(row -> InMemorySettlement.addToStatistics(state, dataset, row, BigDecimal.ONE));
    }
  }

  @Override
  public List<Verdict> accept(Landing landing) {
    synchronized (state) {
      List<Verdict> verdicts = List.of();
      if (!landing.entries().isEmpty()) {
        BatchState known = state.batches.get(landing.batch().id());
        if (known != null) {
          return firstAnswer(known);
        }
        BatchState batch =
            new BatchState(landing.batch(), landing.entries().size(), null, clock.instant());
        state.batches.put(landing.batch().id(), batch);
        verdicts = settle(batch, landing.batch(), landing.dataset(), landing.entries());
      }
      for (Landing.Queued queued : landing.queued()) {
        state.batches.putIfAbsent(
            queued.batch().id(),
            new BatchState(queued.batch(), queued.received(), queued.payload(), clock.instant()));
      }
      for (Answer answer : landing.answers().apply(verdicts)) {
        new InMemoryAnswers(state, clock).keep(answer);
      }
      return verdicts;
    }
  }

  @Override
  public List<StoreResult> store(Dataset dataset, List<Delivery> deliveries) {
    synchronized (state) {
      return deliveries.stream()
          .map(each -> storeOne(each.lease(), dataset, each.entries()))
          .toList();
    }
  }

  private StoreResult storeOne(Lease lease, Dataset dataset, List<Entry> entries) {
    synchronized (state) {
      BatchState batch = state.batches.get(lease.batch().id());
      if (batch == null || batch.epoch != lease.epoch()) {
        return new StoreResult.Stale();
      }
      if (batch.state.equals("settled")) {
        return new StoreResult.Settled(firstAnswer(batch));
      }
      if (!batch.holds(lease.epoch())) {
        return new StoreResult.Stale();
      }
      return new StoreResult.Settled(settle(batch, lease.batch().made(), dataset, entries));
    }
  }

  /** What corrects no letter that is open fails. */
  private List<Entry> called(List<Entry> entries) {
    return entries.stream()
        .map(entry -> {
          var letter = entry.corrects() == null ? null : state.letters.get(entry.corrects());
          boolean late = letter != null && letter.letter().state() != DeadLetter.State.OPEN;
          return late
              ? new Entry(
                  entry.row(), entry.original(), entry.correlation(), Uncalled.row(null), null)
              : entry;
        })
        .toList();
  }

  @Override
  public Landed land(Lease lease, Dataset dataset, RowSource rows, LandingOrder order) {
    List<Entry> entries = Entries.of(lease.batch(), rows);
    if (entries.size() != lease.batch().received()) {
      return new Landed.Miscounted(entries.size());
    }
    synchronized (state) {
      StoreResult result =
          switch (order) {
            case PLAIN -> store(lease, dataset, entries);
            case CORRECTION -> store(lease, dataset, called(entries));
            case DRY_RUN -> tryOut(lease, dataset, entries);
          };
      return switch (result) {
        case StoreResult.Stale stale -> new Landed.Stale();
        case StoreResult.Settled settled ->
            new Landed.Settled(requireNonNull(state.batches.get(lease.batch().id())).counts);
      };
    }
  }

  /** Against a copy of the dataset, which the run's next chunk goes by. */
  private StoreResult tryOut(Lease lease, Dataset dataset, List<Entry> entries) {
    BatchState batch = requireNonNull(state.batches.get(lease.batch().id()));
    if (!batch.holds(lease.epoch())) {
      return batch.state.equals("settled") && batch.epoch == lease.epoch()
          ? new StoreResult.Settled(firstAnswer(batch))
          : new StoreResult.Stale();
    }
    List<Entry> alone = new ArrayList<>();
    for (Entry entry : entries) {
      alone.add(
          new Entry(
              entry.row(),
              entry.original(),
              entry.correlation(),
              entry.processed(),
              entry.source()));
    }
    UUID run = lease.batch().run();
    Map<UUID, Row> copy = state.dryRuns.computeIfAbsent(run, key -> new HashMap<>(rows(dataset)));
    List<Verdict> verdicts = settle(batch, batch.batch, dataset, copy, alone);
    requireNonNull(state.runs.get(run)).removedRows += batch.counts.stored();
    new InMemoryLetters(state).dismiss(batch.batch.id(), "dry run", clock.instant());
    return new StoreResult.Settled(verdicts);
  }

  private List<Verdict> settle(
      BatchState batch, NewBatch as, Dataset dataset, List<Entry> entries) {
    Map<UUID, Row> rows = state.datasets.computeIfAbsent(dataset.name(), name -> new HashMap<>());
    return settle(batch, as, dataset, rows, entries);
  }

  private List<Verdict> settle(
      BatchState batch, NewBatch as, Dataset dataset, Map<UUID, Row> rows, List<Entry> entries) {
    boolean real = rows == state.datasets.get(dataset.name());
    InMemorySettlement settlement =
        new InMemorySettlement(state, as, batch.acceptedAt, dataset, rows, real, clock.instant());
    List<Verdict> verdicts = settlement.settle(entries);
    batch.firstAnswer = verdicts;
    batch.settle(settlement.counts(), clock.instant());
    return verdicts;
  }

  @SuppressWarnings("unchecked")
  private static List<Verdict> firstAnswer(BatchState batch) {
    return (List<Verdict>) requireNonNull(batch.firstAnswer);
  }

  @Override
  public Optional<StoredRecord> find(Dataset dataset, @Nullable String tenant, UUID id) {
    synchronized (state) {
      return Optional.ofNullable(rows(dataset).get(id))
          .map(Row::record)
          .filter(record -> tenant == null || record.tenant().equals(tenant));
    }
  }

  private Map<UUID, Row> rows(Dataset dataset) {
    return state.datasets.getOrDefault(dataset.name(), Map.of());
  }

  @Override
  public List<StoredRecord> list(Dataset dataset, Filter filter) {
    synchronized (state) {
      Comparator<StoredRecord> order =
          Comparator.comparing(StoredRecord::time).thenComparing(StoredRecord::id);
      Position after = filter.after();
      Instant from = filter.from();
      Instant to = filter.to();
      return rows(dataset).values().stream()
          .map(Row::record)
          .filter(record -> filter.tenant() == null || filter.tenant().equals(record.tenant()))
          .filter(record -> matches(record, filter.equal()))
          .filter(record -> from == null || !record.time().isBefore(from))
          .filter(record -> to == null || record.time().isBefore(to))
          .filter(record -> after == null || before(record, after))
          .sorted(order.reversed())
          .limit(filter.limit())
          .toList();
    }
  }

  private static boolean matches(StoredRecord record, Map<String, String> equal) {
    return equal.entrySet().stream()
        .allMatch(e -> record.columns().path(e.getKey()).asString("").equals(e.getValue()));
  }

  private static boolean before(StoredRecord record, Position after) {
    int byTime = record.time().compareTo(after.time());
    return byTime < 0 || (byTime == 0 && record.id().compareTo(after.id()) < 0);
  }

  @Override
  public Statistics statistics(Dataset dataset, @Nullable String tenant) {
    synchronized (state) {
      List<SourceDay> cells = new ArrayList<>();
      state.statistics.forEach((cell, total) -> {
        boolean wanted = tenant == null || tenant.equals(cell.tenant());
        if (wanted && cell.dataset().equals(dataset.name()) && total.count() != 0) {
          Map<String, String> sums = new HashMap<>();
          total.sums().forEach((name, sum) -> sums.put(name, sum.toPlainString()));
          cells.add(new SourceDay(cell.source(), cell.day(), total.count(), sums));
        }
      });
      return new Statistics(cells);
    }
  }

  /** Nothing to fold: sums are kept whole. */
  @Override
  public int foldStatistics(int limit) {
    return 0;
  }

  @Override
  public int purge(Dataset dataset, Duration age, int limit) {
    synchronized (state) {
      Instant before = clock.instant().minus(age);
      List<Row> old =
          rows(dataset).values().stream()
              .filter(row -> row.acceptedAt().isBefore(before))
              .limit(limit)
              .toList();
      for (Row row : old) {
        rows(dataset).remove(row.record().id());
        requireNonNull(state.runs.get(row.record().origin().run())).removedRows++;
        InMemorySettlement.addToStatistics(state, dataset, row, BigDecimal.ONE.negate());
      }
      return old.size();
    }
  }

  /** The rows stay in the recount, as a number. */
  @Override
  public int purgeImages(Duration age, int limit) {
    synchronized (state) {
      Instant before = clock.instant().minus(age);
      List<InMemoryState.Image> old =
          state.images.stream()
              .filter(image -> image.replacedAt().isBefore(before))
              .limit(limit)
              .toList();
      state.images.removeAll(old);
      return old.size();
    }
  }
}
