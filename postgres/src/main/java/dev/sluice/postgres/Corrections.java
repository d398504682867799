package dev.sluice.postgres;

import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Uncalled;
import dev.sluice.dataset.Verdict;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters that a batch's records are further tries of: locked first, settled last, so that
 * nothing waits for a letter that was changed while this transaction waits for a row.
 */
final class Corrections {
  private final NewBatch batch;
  private final Map<UUID, Held> held = new LinkedHashMap<>();
  private final Map<UUID, Tally> tallies = new LinkedHashMap<>();

  /**
   * A letter that nobody else can settle now.
   *
   * @param origin batch and run it was received by
   */
  record Held(UUID letter, boolean whole, int records, NewBatch origin) {}

  /** What became of a letter's records. */
  static final class Tally {
    final Held held;
    int stored;
    int duplicate;
    int rejected;
    @Nullable UUID record;
    @Nullable Letter failure;

    Tally(Held held) {
      this.held = held;
    }

    private void add(Verdict verdict) {
      switch (verdict) {
        case Verdict.Stored(UUID id) -> {
          stored++;
          record = id;
        }
        case Verdict.Duplicate(UUID id, boolean changed) -> {
          duplicate++;
          record = id;
        }
        case Verdict.Conflict conflict -> {
          rejected++;
          record = conflict.id();
        }
        case Verdict.Rejected rejection -> rejected++;
        case Verdict.Resent resent -> duplicate++;
        case Verdict.Accepted accepted -> throw new IllegalStateException("not a settled verdict");
      }
    }
  }

  private Corrections(NewBatch batch) {
    this.batch = batch;
  }

  static Corrections lock(Connection connection, NewBatch batch, List<Entry> entries)
      throws SQLException {
    Corrections corrections = new Corrections(batch);
    UUID[] letters =
        entries.stream()
            .map(Entry::corrects)
            .filter(Objects::nonNull)
            .distinct()
            .toArray(UUID[]::new);
    if (letters.length > 0) {
      corrections.lock(connection, letters);
    }
    return corrections;
  }

  /** A correction's entries: what corrects no letter any more, since somebody was faster, fails. */
  static List<Entry> only(Connection connection, NewBatch batch, List<Entry> entries)
      throws SQLException {
    Corrections held = lock(connection, batch, entries);
    return entries.stream()
        .map(entry -> entry.corrects() == null || held.of(entry) != null ? entry : late(entry))
        .toList();
  }

  private static Entry late(Entry entry) {
    return new Entry(
        entry.row(), entry.original(), entry.correlation(), Uncalled.row(null), entry.source());
  }

  private void lock(Connection connection, UUID[] letters) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select id, cause = 'EXHAUSTED' as whole, records, batch, run, tenant, kind, name
            from dead_letter where id = any(?) and (state = 'open' or held_by = ?)
            order by id for update
            """)) {
      Plans.anew(select);
      select.setArray(1, BinaryArray.of(connection, letters));
      select.setObject(2, batch.id());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Held one =
              new Held(
                  row.getObject("id", UUID.class),
                  row.getBoolean("whole"),
                  row.getInt("records"),
                  origin(row));
          held.put(one.letter(), one);
          tallies.put(one.letter(), new Tally(one));
        }
      }
    }
  }

  /** As letters are written: where received by then, judged by now. */
  private NewBatch origin(ResultSet row) throws SQLException {
    RunKey key =
        new RunKey(
            row.getString("tenant"), RunKind.of(row.getString("kind")), row.getString("name"), "");
    return new NewBatch(
        row.getObject("batch", UUID.class),
        row.getObject("run", UUID.class),
        key,
        batch.dataset(),
        batch.definition(),
        batch.correlation());
  }

  /** The letter that this record is a further try of; null where it is like any other. */
  @Nullable Held of(Entry entry) {
    UUID letter = entry.corrects();
    return letter == null ? null : held.get(letter);
  }

  /** Of a letter that stands for one record. */
  void failed(Held one, Letter failure) {
    Tally tally = tallies.get(one.letter());
    if (tally != null) {
      tally.failure = failure;
    }
  }

  /** Once every record has its verdict. */
  void settle(Connection connection, List<Entry> entries, List<Verdict> verdicts)
      throws SQLException {
    if (held.isEmpty()) {
      return;
    }
    for (int i = 0; i < entries.size(); i++) {
      Held one = of(entries.get(i));
      Tally tally = one == null ? null : tallies.get(one.letter());
      if (tally != null) {
        tally.add(verdicts.get(i));
      }
    }
    Collection<Tally> all = tallies.values();
    var writer = new CorrectionWriter(connection, batch);
    writer.note(all);
    writer.resolve(all.stream().filter(tally -> tally.failure == null).toList());
    writer.reopen(all.stream().filter(tally -> tally.failure != null).toList());
  }
}
