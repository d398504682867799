package dev.sluice.testing;

import dev.sluice.dataset.StoredRecord;
import dev.sluice.deadletter.Content;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.Outcome;
import dev.sluice.imports.Import;
import dev.sluice.imports.ImportFile;
import dev.sluice.imports.ImportStatus;
import dev.sluice.imports.Undos;
import dev.sluice.run.Answer;
import dev.sluice.run.Claim;
import dev.sluice.run.Counts;
import dev.sluice.run.NewBatch;
import dev.sluice.run.Run;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunKind;
import dev.sluice.sequence.Range;
import dev.sluice.sequence.Sender;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the in-memory ports share; its monitor is their transaction. */
final class InMemoryState {
  final Map<UUID, RunState> runs = new TreeMap<>();
  final Map<UUID, BatchState> batches = new TreeMap<>();
  final Map<String, Map<UUID, Row>> datasets = new HashMap<>();
  final Map<UUID, Letter> letters = new TreeMap<>();
  final Map<String, UUID> identities = new HashMap<>();
  final Map<String, Kept> answers = new HashMap<>();
  final Map<Cell, Total> statistics = new LinkedHashMap<>();
  final Map<SenderKey, SenderState> senders = new LinkedHashMap<>();
  final Map<UUID, ImportState> imports = new TreeMap<>();
  final List<Image> images = new ArrayList<>();
  final Map<UUID, List<Undone>> undone = new HashMap<>();

  /** What dry runs would have stored, by run. */
  final Map<UUID, Map<UUID, Row>> dryRuns = new HashMap<>();

  final Set<RunKind> paused = EnumSet.noneOf(RunKind.class);

  record SenderKey(String tenant, String feed, String source) {}

  static final class SenderState {
    Sender sender;
    List<Range> candidate = List.of();
    List<Range> announced = List.of();
    Instant lookedAt = Instant.MIN;
    boolean silent;

    SenderState(Sender sender) {
      this.sender = sender;
    }
  }

  record Kept(Answer answer, Instant at) {}

  record Cell(String dataset, String tenant, String source, LocalDate day) {}

  record Total(long count, Map<String, BigDecimal> sums) {}

  final List<Outcome> corrections = new ArrayList<>();

  /**
   * @param heldBy the batch that replays it; null: none does
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Letter(DeadLetter letter, Content content, @Nullable UUID heldBy) {}

  @SuppressWarnings("ArrayRecordComponent")
  record Row(
      StoredRecord record, byte[] fingerprint, @Nullable Object version, Instant acceptedAt) {}

  /** What a batch replaced. */
  record Image(String dataset, UUID byBatch, Row row, Instant replacedAt) {}

  /** What taking one batch back came to. */
  record Undone(UUID batch, long reverted, long kept, List<Undos.Reason> why) {}

  static final class ImportState {
    final UUID id;
    final UUID run;
    final Import.Order order;
    final Instant created;
    ImportStatus status = ImportStatus.UPLOADING;
    Import.Upload upload = new Import.Upload(0, 0);
    Instant busyUntil = Instant.MIN;
    @Nullable UUID busyBy;
    @Nullable ImportFile file;
    Import.@Nullable Trouble trouble;
    @Nullable Instant queued;
    @Nullable Instant admitted;
    @Nullable Instant started;
    @Nullable Instant finished;

    ImportState(UUID id, UUID run, Import.Order order, Instant created) {
      this.id = id;
      this.run = run;
      this.order = order;
      this.created = created;
    }

    boolean waitsOrRuns() {
      return status == ImportStatus.QUEUED || status == ImportStatus.RUNNING;
    }
  }

  /** Of a run, in the order of their making. */
  List<BatchState> batchesOf(UUID run) {
    return batches.values().stream()
        .filter(batch -> batch.batch.run().equals(run))
        .sorted(Comparator.comparing(batch -> batch.batch.id()))
        .toList();
  }

  /** Closes the run. */
  void close(UUID run, Run.Status status, Instant now) {
    RunState closed = Objects.requireNonNull(runs.get(run));
    closed.status = status;
    closed.closedAt = now;
  }

  static final class RunState {
    final UUID id;
    final RunKey key;
    final Instant startedAt;
    @Nullable Instant closedAt;
    Run.Status status = Run.Status.RUNNING;
    Counts folded = Counts.ZERO;
    long removedRows;
    long removedLetters;
    boolean inTotals;

    RunState(UUID id, RunKey key, Instant startedAt) {
      this.id = id;
      this.key = key;
      this.startedAt = startedAt;
      this.inTotals = key.kind().inTotals();
    }
  }

  static final class BatchState {
    private static final AtomicLong POSITIONS = new AtomicLong();

    /** The order of acceptance. */
    final long position = POSITIONS.incrementAndGet();

    final NewBatch batch;
    final int received;
    final Instant acceptedAt;
    byte @Nullable [] payload;
    boolean gaveUp;
    String state = "ready";
    long epoch;
    Instant leaseUntil = Instant.MIN;
    Instant notBefore = Instant.MIN;
    int attempts;
    int rescues;
    Counts counts;
    boolean folded;
    Instant settledAt = Instant.MAX;
    @Nullable Object firstAnswer;
    @Nullable Claim claim;
    @Nullable Instant renewedAt;

    BatchState(NewBatch batch, int received, byte @Nullable [] payload, Instant acceptedAt) {
      this.batch = batch;
      this.received = received;
      this.payload = payload;
      this.acceptedAt = acceptedAt;
      this.counts = new Counts(received, 0, 0, 0, 0, 0);
    }

    boolean isUntroubled() {
      return attempts + rescues == 0;
    }

    boolean holds(long leaseEpoch) {
      return state.equals("leased") && epoch == leaseEpoch;
    }

    void settle(Counts settled, Instant now) {
      state = "settled";
      counts = settled;
      payload = null;
      settledAt = now;
    }
  }
}
