package dev.sluice.postgres;

import static java.util.Objects.requireNonNull;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Verdict;
import dev.sluice.record.Processed;
import dev.sluice.run.Counts;
import dev.sluice.run.NewBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one {@code store} of rule 2, within its caller's transaction: judges every entry of a batch,
 * lands rows and dead letters, and adds up statistics and counts. Used once and thrown away.
 */
final class Settlement {
  private final Attempt attempt;
  private final Connection connection;
  private final DatasetTable table;
  private final List<Entry> entries;
  private final RowWriter rows;
  private final Corrections corrections;
  private final Failures failures;
  private final StatisticsDeltas statistics;
  private final @Nullable Verdict[] verdicts;
  private boolean collided;

  /** Locks the letters that its records correct. */
  Settlement(
      Attempt attempt,
      NewBatch batch,
      Instant acceptedAt,
      DatasetTable table,
      List<Entry> entries,
      Supplier<UUID> ids)
      throws SQLException {
    this.attempt = attempt;
    this.connection = attempt.connection();
    this.table = table;
    this.entries = entries;
    this.rows = new RowWriter(attempt, batch, acceptedAt, table);
    this.statistics = new StatisticsDeltas(table.dataset(), batch.key().tenant(), acceptedAt);
    this.verdicts = new Verdict[entries.size()];
    this.corrections = Corrections.lock(connection, batch, entries);
    this.failures = new Failures(connection, batch, ids, corrections);
  }

  /**
   * Verdicts in the order of the entries. Letters are written, rows too or with what the attempt
   * ends with; the batch is not.
   */
  Settled settle() throws SQLException {
    IdentityHashMap<Entry, Integer> positions = new IdentityHashMap<>();
    List<Entry> pending = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      positions.put(entry, i);
      switch (entry.processed()) {
        case Processed.Accepted accepted -> pending.add(entry);
        case Processed.Rejected rejected ->
            failures.add(i, entry, rejected.code(), rejected.errors());
      }
    }
    while (!pending.isEmpty()) {
      pending = landRound(pending, positions);
    }
    failures.write((position, verdict) -> verdicts[position] = verdict);
    List<Verdict> settled = new ArrayList<>(verdicts.length);
    for (Verdict verdict : verdicts) {
      settled.add(requireNonNull(verdict, "every entry has a verdict"));
    }
    corrections.settle(connection, entries, settled);
    String marks = FirstAnswer.encode(entries, settled);
    return new Settled(settled, counts(settled), statistics, marks, collided);
  }

  /** What could not land. */
  List<Letter> letters() {
    return failures.letters();
  }

  /**
   * @param marks the verdicts as {@link FirstAnswer} reads them back
   * @param collided whether there were rows with such ids already
   */
  record Settled(
      List<Verdict> verdicts,
      Counts counts,
      StatisticsDeltas statistics,
      String marks,
      boolean collided) {}

  /**
   * Lands one entry per id; what shares the id of a landed one is judged against it. Returns the
   * entries whose forerunner the database refused: they get a round of their own.
   */
  private List<Entry> landRound(List<Entry> pending, Map<Entry, Integer> positions)
      throws SQLException {
    Map<UUID, Entry> winners = new LinkedHashMap<>();
    List<Entry> followers = new ArrayList<>();
    for (Entry entry : pending) {
      Entry before = winners.get(entry.accepted().id());
      if (before == null) {
        winners.put(entry.accepted().id(), entry);
      } else if (table.dataset().replaces() && !Versions.newer(table.dataset(), before, entry)) {
        winners.put(entry.accepted().id(), entry);
        followers.add(before);
      } else {
        followers.add(entry);
      }
    }
    Map<UUID, byte[]> stored = new HashMap<>();
    RowWriter.Written written = write(winners);
    for (Entry entry : written.written()) {
      stored.put(entry.accepted().id(), entry.accepted().fingerprint().sha256());
      verdicts[at(positions, entry)] = new Verdict.Stored(entry.accepted().id());
      statistics.add(entry);
    }
    for (Entry entry : written.refused().keySet()) {
      failures.refused(at(positions, entry), entry, requireNonNull(written.refused().get(entry)));
    }
    if (!written.existing().isEmpty()) {
      collided = true;
      judgeExisting(written.existing(), stored, positions);
    }
    return judgeFollowers(followers, stored, positions);
  }

  private RowWriter.Written write(Map<UUID, Entry> winners) throws SQLException {
    if (attempt.bisects()) {
      return rows.insertNew(List.copyOf(winners.values()));
    }
    // Without a key every id is new, and there is no index to look it up in.
    boolean looks = attempt.care() == Attempt.Care.LOOKING && table.keyed();
    Set<UUID> known = looks ? KnownIds.of(connection, table, winners.keySet()) : Set.of();
    List<Entry> fresh = new ArrayList<>();
    List<Entry> existing = new ArrayList<>();
    winners.forEach((id, entry) -> (known.contains(id) ? existing : fresh).add(entry));
    rows.insertAtTheEnd(fresh);
    return new RowWriter.Written(fresh, existing, Map.of());
  }

  private void judgeExisting(
      List<Entry> entries, Map<UUID, byte[]> stored, Map<Entry, Integer> positions)
      throws SQLException {
    Map<UUID, RowWriter.Row> found = rows.existing(entries, table.dataset().replaces());
    List<Entry> replacing = new ArrayList<>();
    for (Entry entry : entries) {
      RowWriter.Row row = found.get(entry.accepted().id());
      if (row == null) {
        // Purged between two statements: the whole transaction is tried again.
        throw new SQLException("row vanished", "40001");
      }
      stored.put(row.id(), row.fingerprint());
      if (table.dataset().replaces()
          && !row.same(entry)
          && Versions.replaces(table.dataset(), entry, row)) {
        replacing.add(entry);
      } else {
        judge(entry, row.fingerprint(), positions);
      }
    }
    replace(replacing, found, stored, positions);
  }

  private void replace(
      List<Entry> replacing,
      Map<UUID, RowWriter.Row> found,
      Map<UUID, byte[]> stored,
      Map<Entry, Integer> positions)
      throws SQLException {
    if (replacing.isEmpty()) {
      return;
    }
    RowWriter.Written written = rows.replace(replacing);
    for (Entry entry : written.written()) {
      UUID id = entry.accepted().id();
      stored.put(id, entry.accepted().fingerprint().sha256());
      statistics.remove(requireNonNull(found.get(id)));
      statistics.add(entry);
      verdicts[at(positions, entry)] = new Verdict.Stored(id);
    }
    for (Entry entry : written.refused().keySet()) {
      failures.refused(at(positions, entry), entry, requireNonNull(written.refused().get(entry)));
    }
  }

  private List<Entry> judgeFollowers(
      List<Entry> followers, Map<UUID, byte[]> stored, Map<Entry, Integer> positions) {
    List<Entry> again = new ArrayList<>();
    for (Entry entry : followers) {
      byte[] fingerprint = stored.get(entry.accepted().id());
      if (fingerprint == null) {
        again.add(entry);
      } else {
        judge(entry, fingerprint, positions);
      }
    }
    return again;
  }

  /** Against a row that stays as it is (rule 6). */
  private void judge(Entry entry, byte[] fingerprint, Map<Entry, Integer> positions) {
    boolean same = java.util.Arrays.equals(fingerprint, entry.accepted().fingerprint().sha256());
    boolean keep =
        table.dataset().replaces() || table.dataset().onConflict() == Dataset.OnConflict.KEEP;
    int position = at(positions, entry);
    if (same || keep) {
      boolean changed = !same && !table.dataset().replaces();
      verdicts[position] = new Verdict.Duplicate(entry.accepted().id(), changed);
      return;
    }
    failures.conflict(position, entry, table.dataset());
  }

  private static Counts counts(List<Verdict> verdicts) {
    long stored = 0;
    long duplicate = 0;
    long changed = 0;
    long rejected = 0;
    for (Verdict verdict : verdicts) {
      switch (verdict) {
        case Verdict.Stored v -> stored++;
        case Verdict.Duplicate v -> {
          duplicate++;
          changed += v.changed() ? 1 : 0;
        }
        case Verdict.Resent v -> duplicate++;
        case Verdict.Conflict v -> rejected++;
        case Verdict.Rejected v -> rejected++;
        case Verdict.Accepted v -> throw new IllegalStateException("not a settled verdict");
      }
    }
    return new Counts(verdicts.size(), stored, duplicate, changed, rejected, 0);
  }

  private static int at(Map<Entry, Integer> positions, Entry entry) {
    return requireNonNull(positions.get(entry));
  }
}
