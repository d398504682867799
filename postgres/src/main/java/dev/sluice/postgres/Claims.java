package dev.sluice.postgres;

import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.ReplayPayload;
import dev.sluice.deadletter.ReplayPlan;
import dev.sluice.deadletter.Replays.Step;
import dev.sluice.run.Batch;
import dev.sluice.run.Lease;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One step of a plan, in one transaction: the next open letters that match, in the order of their
 * ids, become batches of the plan's run. How far it got is the newest letter its run ever claimed,
 * so a letter that fails again is not taken twice.
 */
final class Claims {
  /** Few enough that runs take turns, and that a crash costs little. */
  private static final int BATCH_LETTERS = 200;

  /** What the letters of one batch may weigh: they are held in memory all at once. */
  private static final long BATCH_BYTES = 8L << 20;

  private final Connection connection;
  private final Batch planned;
  private final ReplayPlan plan;
  private final Supplier<UUID> ids;

  Claims(Connection connection, Batch planned, ReplayPlan plan, Supplier<UUID> ids) {
    this.connection = connection;
    this.planned = planned;
    this.plan = plan;
    this.ids = ids;
  }

  private record Chosen(
      UUID id, ReplayPlan.Intake intake, boolean whole, int records, long bytes) {}

  /** A batch on its way: letters of one intake, or one whole batch. */
  private static final class Filling {
    final ReplayPlan.Intake intake;
    final List<UUID> letters = new ArrayList<>();
    int records;
    long bytes;

    Filling(ReplayPlan.Intake intake) {
      this.intake = intake;
    }

    void add(Chosen letter) {
      letters.add(letter.id());
      records += letter.records();
      bytes += letter.bytes();
    }

    boolean takes(Chosen letter) {
      return letters.size() < BATCH_LETTERS && bytes + letter.bytes() <= BATCH_BYTES;
    }
  }

  Step next(Lease lease, int limit) throws SQLException {
    if (BatchRow.lock(connection, planned.id(), lease.epoch()) != BatchRow.Hold.HELD) {
      return Step.STALE;
    }
    List<Chosen> chosen = choose(limit);
    for (Filling filling : fill(chosen)) {
      claim(filling);
    }
    if (chosen.size() == limit) {
      return Step.MORE;
    }
    BatchRow.markWorkedOff(connection, planned.id());
    return Step.DONE;
  }

  private List<Chosen> choose(int limit) throws SQLException {
    Map<String, ReplayPlan.Intake> intakes = new HashMap<>();
    plan.intakes()
        .forEach(intake -> intakes.put(intake.kind().label() + ' ' + intake.name(), intake));
    var conditions =
        new LetterConditions(plan.filter())
            .in(DeadLetter.State.OPEN)
            .and("d.id > ?", claimedLast())
            .and("d.id <= ?", plan.upTo());
    String sql =
        """
        select d.id, d.kind || ' ' || d.name as intake, d.cause = 'EXHAUSTED' as whole, d.records,
               length(coalesce(d.payload, d.original)) as bytes
        from dead_letter d %s and d.kind || ' ' || d.name = any(?)
        order by d.id limit ? for update
        """
            .formatted(conditions.sql());
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      int parameter = conditions.bind(select);
      select.setArray(
          parameter, connection.createArrayOf("text", intakes.keySet().toArray(new String[0])));
      select.setInt(parameter + 1, limit);
      List<Chosen> chosen = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ReplayPlan.Intake intake = intakes.get(row.getString("intake"));
          if (intake != null) {
            chosen.add(
                new Chosen(
                    row.getObject("id", UUID.class),
                    intake,
                    row.getBoolean("whole"),
                    row.getInt("records"),
                    row.getLong("bytes")));
          }
        }
      }
      return chosen;
    }
  }

  private @Nullable UUID claimedLast() throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select letter from correction where run = ? order by letter desc limit 1")) {
      select.setObject(1, planned.run());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getObject(1, UUID.class) : null;
      }
    }
  }

  private static List<Filling> fill(List<Chosen> chosen) {
    List<Filling> all = new ArrayList<>();
    Map<ReplayPlan.Intake, Filling> filling = new HashMap<>();
    for (Chosen letter : chosen) {
      Filling into = letter.whole() ? null : filling.get(letter.intake());
      if (into == null || !into.takes(letter)) {
        into = new Filling(letter.intake());
        all.add(into);
        if (!letter.whole()) {
          filling.put(letter.intake(), into);
        }
      }
      into.add(letter);
    }
    return all;
  }

  private void claim(Filling filling) throws SQLException {
    RunKey key = planned.key();
    NewBatch batch =
        new NewBatch(
            ids.get(),
            planned.run(),
            new RunKey(key.tenant(), key.kind(), filling.intake.name(), key.period()),
            filling.intake.dataset(),
            filling.intake.definition(),
            planned.correlation());
    byte[] payload = new ReplayPayload(plan.onConflict(), null).write();
    PostgresBatchStore.insertReady(connection, batch, filling.records, payload);
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update dead_letter set state = 'replaying', held_by = ?, version = version + 1
            where id = any(?)
            """)) {
      Plans.anew(update);
      update.setObject(1, batch.id());
      update.setArray(2, BinaryArray.of(connection, filling.letters));
      update.executeUpdate();
    }
    note(connection, batch, filling.letters);
  }

  /** That this batch tries these letters. */
  static void note(Connection connection, NewBatch batch, List<UUID> letters) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into correction (batch, run, letter, records)
            select ?, ?, id, records from dead_letter where id = any(?)
            """)) {
      Plans.anew(insert);
      insert.setObject(1, batch.id());
      insert.setObject(2, batch.run());
      insert.setArray(3, BinaryArray.of(connection, letters));
      insert.executeUpdate();
    }
  }
}
