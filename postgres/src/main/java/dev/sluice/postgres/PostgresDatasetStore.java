package dev.sluice.postgres;

import static java.util.Objects.requireNonNull;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.DatasetStore;
import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Landed;
import dev.sluice.dataset.Landing;
import dev.sluice.dataset.LandingOrder;
import dev.sluice.dataset.RowSource;
import dev.sluice.dataset.StoredRecord;
import dev.sluice.dataset.Verdict;
import dev.sluice.record.Processed;
import dev.sluice.run.Batch;
import dev.sluice.run.Dispatch;
import dev.sluice.run.Lease;
import dev.sluice.run.NewBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Datasets as typed tables, settled together with their batches. */
public final class PostgresDatasetStore implements DatasetStore {
  private static final Duration TOGETHER_PATIENCE = Duration.ofMillis(100);

  private final Database database;
  private final Dispatch dispatch;
  private final Supplier<UUID> ids;
  private final InstantSource clock;
  private final Duration togetherPatience;
  private final Map<String, DatasetTable> tables = new ConcurrentHashMap<>();
  private final Map<String, Expectation> expectations = new ConcurrentHashMap<>();
  private final RecentRuns collided = new RecentRuns();
  private final LoadTurns turns = new LoadTurns(Runtime.getRuntime().availableProcessors());
  private final TableDeclaration declaration = new TableDeclaration();
  private final RecordReading reading = new RecordReading();
  private final StatisticsTable statistics = new StatisticsTable();
  private final BlockRanges ranges;

  public PostgresDatasetStore(
      Database database, Dispatch dispatch, Supplier<UUID> ids, InstantSource clock) {
    this(database, dispatch, ids, clock, TOGETHER_PATIENCE);
  }

  /**
   * @param togetherPatience how long several batches wait for one lock
   */
  PostgresDatasetStore(
      Database database,
      Dispatch dispatch,
      Supplier<UUID> ids,
      InstantSource clock,
      Duration togetherPatience) {
    this.database = database;
    this.ranges = new BlockRanges(database);
    this.dispatch = dispatch;
    this.ids = ids;
    this.clock = clock;
    this.togetherPatience = togetherPatience;
  }

  @Override
  public void declare(Dataset dataset) {
    database.write(connection -> {
      declaration.declare(connection, table(dataset));
      return true;
    });
  }

  @Override
  public List<Verdict> accept(Landing landing) {
    Expectation expectation = expectation(landing.dataset());
    List<Verdict> verdicts =
        database.writeCarefully(
            expectation.care(), attempt -> accept(attempt, landing, expectation));
    landing.queued().forEach(queued -> dispatch.ready(queued.batch().key().kind()));
    return verdicts;
  }

  private List<Verdict> accept(Attempt attempt, Landing landing, Expectation expectation)
      throws SQLException {
    Connection connection = attempt.connection();
    Pipeline last = attempt.last();
    List<Entry> entries = landing.entries();
    if (attempt.bisects() && BatchRow.isSettled(connection, landing.batch().id())) {
      return new FirstAnswer(connection, landing.batch(), entries).verdicts();
    }
    List<Verdict> verdicts = List.of();
    if (!entries.isEmpty()) {
      Instant acceptedAt = clock.instant();
      DatasetTable table = table(landing.dataset());
      Settlement.Settled settled =
          new Settlement(attempt, landing.batch(), acceptedAt, table, entries, ids).settle();
      expectation.note(settled.collided());
      BatchRow.insertSettled(last, landing.batch(), acceptedAt, settled);
      settled.statistics().write(last);
      verdicts = settled.verdicts();
    }
    for (Landing.Queued queued : landing.queued()) {
      BatchRow.insertReady(connection, last, queued.batch(), queued.received(), queued.payload());
    }
    PostgresAnswers.insert(last, landing.answers().apply(verdicts));
    attempt.commit();
    return verdicts;
  }

  @Override
  public List<StoreResult> store(Dataset dataset, List<Delivery> deliveries) {
    Expectation expectation = expectation(dataset);
    return database.writeCarefully(
        expectation.care(), attempt -> store(attempt, dataset, deliveries, expectation));
  }

  private List<StoreResult> store(
      Attempt attempt, Dataset dataset, List<Delivery> deliveries, Expectation expectation)
      throws SQLException {
    Connection connection = attempt.connection();
    if (deliveries.size() > 1) {
      // They bring new keys in the order they come in, so two transactions may each want a key that
      // the other has: neither waits for long, and one batch alone takes its keys in order.
      Database.limitWaiting(connection, togetherPatience);
    }
    Map<UUID, Long> epochs = new HashMap<>();
    deliveries.forEach(each -> epochs.put(each.lease().batch().id(), each.lease().epoch()));
    Map<UUID, BatchRow.Locked> locked = BatchRow.lock(connection, epochs);
    if (deliveries.size() > 1) {
      Lane.lock(connection, locked.values().stream().map(BatchRow.Locked::lane));
      lockReplaced(connection, dataset, deliveries);
    }
    List<StoreResult> results = new ArrayList<>();
    Attempt current = attempt;
    for (Delivery delivery : deliveries) {
      Batch leased = delivery.lease().batch();
      NewBatch batch = leased.made();
      List<Entry> entries = delivery.entries();
      BatchRow.Locked row = requireNonNull(locked.get(leased.id()));
      switch (row.hold()) {
        case STALE -> results.add(new StoreResult.Stale());
        case SETTLED ->
            results.add(
                new StoreResult.Settled(new FirstAnswer(connection, batch, entries).verdicts()));
        case HELD -> {
          current = current.next();
          Settlement.Settled settled =
              new Settlement(current, batch, leased.acceptedAt(), table(dataset), entries, ids)
                  .settle();
          expectation.note(settled.collided());
          BatchRow.markSettled(
              current.last(), leased.id(), row.lane(), settled.counts(), settled.marks());
          settled.statistics().write(current.last());
          results.add(new StoreResult.Settled(settled.verdicts()));
        }
      }
    }
    current.commit();
    return results;
  }

  /** Several batches replace rows in the order they come in, which is another one for each. */
  private void lockReplaced(Connection connection, Dataset dataset, List<Delivery> deliveries)
      throws SQLException {
    if (dataset.replaces()) {
      Set<UUID> ids = new HashSet<>();
      for (Delivery delivery : deliveries) {
        for (Entry entry : delivery.entries()) {
          if (entry.processed() instanceof Processed.Accepted accepted) {
            ids.add(accepted.id());
          }
        }
      }
      KnownIds.lock(connection, table(dataset), ids);
    }
  }

  @Override
  public Landed land(Lease lease, Dataset dataset, RowSource rows, LandingOrder order) {
    if (order == LandingOrder.DRY_RUN) {
      return new DryRunLanding(database, ids, lease, table(dataset)).land(rows);
    }
    UUID run = lease.batch().run();
    boolean hopeful = !collided.contains(run);
    try (LoadTurns.Turn turn = turns.take()) {
      ChunkLanding.Result result =
          new ChunkLanding(database, ids, lease, table(dataset), rows, order).land(hopeful, turn);
      if (result.collided()) {
        collided.add(run);
      }
      return result.landed();
    }
  }

  @Override
  public Optional<StoredRecord> find(Dataset dataset, @Nullable String tenant, UUID id) {
    return database.read(connection -> reading.find(connection, table(dataset), tenant, id));
  }

  @Override
  public List<StoredRecord> list(Dataset dataset, Filter filter) {
    return database.read(connection -> reading.list(connection, table(dataset), filter));
  }

  @Override
  public Statistics statistics(Dataset dataset, @Nullable String tenant) {
    return database.read(connection -> statistics.read(connection, dataset.name(), tenant));
  }

  @Override
  public int foldStatistics(int limit) {
    StatisticsTable.Folded folded =
        database.write(connection -> statistics.fold(connection, limit));
    folded.datasets().forEach(ranges::sumUp);
    return folded.deltas();
  }

  /** None while a vacuum has the table, which is over soon; see {@link BlockRanges#areCheap}. */
  @Override
  public int purge(Dataset dataset, Duration age, int limit) {
    if (!ranges.areCheap(dataset.name())) {
      return 0;
    }
    return database.write(
        connection -> new Retention(connection, table(dataset)).purge(age, limit));
  }

  @Override
  public int purgeImages(Duration age, int limit) {
    return database.write(connection -> Retention.purgeImages(connection, age, limit));
  }

  private Expectation expectation(Dataset dataset) {
    return expectations.computeIfAbsent(dataset.name(), name -> new Expectation());
  }

  private DatasetTable table(Dataset dataset) {
    String kind = dataset.name() + "@" + dataset.definition() + " " + dataset.onConflict();
    return tables.computeIfAbsent(kind, key -> new DatasetTable(dataset));
  }
}
