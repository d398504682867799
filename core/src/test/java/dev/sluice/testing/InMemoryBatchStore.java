package dev.sluice.testing;

import static java.util.Objects.requireNonNull;

import dev.sluice.deadletter.Content;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.Outcome;
import dev.sluice.record.FieldError;
import dev.sluice.run.Batch;
import dev.sluice.run.BatchStore;
import dev.sluice.run.Counts;
import dev.sluice.run.Lease;
import dev.sluice.run.LeaseRequest;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunKind;
import dev.sluice.testing.InMemoryState.BatchState;
import dev.sluice.testing.InMemoryState.RunState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

final class InMemoryBatchStore implements BatchStore {
  private final InMemoryState state;
  private final InstantSource clock;

  InMemoryBatchStore(InMemoryState state, InstantSource clock) {
    this.state = state;
    this.clock = clock;
  }

  @Override
  public UUID open(RunKey key) {
    synchronized (state) {
      return state.runs.values().stream()
          .filter(run -> run.key.equals(key))
          .map(run -> run.id)
          .findFirst()
          .orElseGet(() -> {
            UUID id = Samples.id();
            state.runs.put(id, new RunState(id, key, clock.instant()));
            return id;
          });
    }
  }

  @Override
  public void accept(NewBatch batch, int received, byte[] payload) {
    synchronized (state) {
      state.batches.putIfAbsent(
          batch.id(), new BatchState(batch, received, payload, clock.instant()));
    }
  }

  @Override
  public List<Lease> lease(LeaseRequest request, int most) {
    synchronized (state) {
      if (state.paused.contains(request.kind())) {
        return List.of();
      }
      Instant now = clock.instant();
      Comparator<BatchState> inTurn =
          Comparator.comparing((BatchState batch) -> leased(batch.batch.key()) > 0)
              .thenComparing(batch -> batch.batch.run().compareTo(request.after()) <= 0)
              .thenComparing(batch -> batch.batch.run())
              .thenComparing(batch -> batch.acceptedAt)
              .thenComparing(batch -> batch.batch.id());
      List<BatchState> ready =
          state.batches.values().stream()
              .filter(batch -> batch.state.equals("ready") && !batch.notBefore.isAfter(now))
              .filter(batch -> batch.batch.key().kind() == request.kind())
              .filter(this::itsTurn)
              .filter(batch -> leased(batch.batch.key()) < request.tenantCap())
              .sorted(inTurn)
              .toList();
      return together(ready, request, most).stream()
          .map(batch -> grant(batch, now, now.plus(request.duration())))
          .toList();
    }
  }

  private List<BatchState> together(List<BatchState> ready, LeaseRequest request, int most) {
    List<BatchState> chosen = new ArrayList<>();
    int records = 0;
    long bytes = 0;
    for (BatchState batch : ready) {
      long room = request.tenantCap() - leased(batch.batch.key()) - chosen.size();
      records += batch.received;
      bytes += batch.payload == null ? 0 : batch.payload.length;
      boolean joins =
          chosen.isEmpty()
              || chosen.getFirst().isUntroubled()
                  && batch.isUntroubled()
                  && batch.batch.run().equals(chosen.getFirst().batch.run())
                  && records <= RECORDS_TOGETHER
                  && bytes <= BYTES_TOGETHER;
      if (!joins || room <= 0 || chosen.size() == most) {
        break;
      }
      chosen.add(batch);
    }
    return chosen;
  }

  private boolean itsTurn(BatchState batch) {
    String lane = batch.batch.lane();
    return lane == null
        || state.batches.values().stream()
            .filter(other -> lane.equals(other.batch.lane()) && !other.state.equals("settled"))
            .allMatch(other -> other.position >= batch.position);
  }

  private long leased(RunKey key) {
    return state.batches.values().stream()
        .filter(batch -> batch.state.equals("leased"))
        .filter(batch -> batch.batch.key().kind() == key.kind())
        .filter(batch -> batch.batch.key().tenant().equals(key.tenant()))
        .count();
  }

  private static Lease grant(BatchState batch, Instant now, Instant until) {
    batch.state = "leased";
    batch.epoch++;
    batch.leaseUntil = until;
    batch.renewedAt = now;
    NewBatch accepted = batch.batch;
    return new Lease(
        new Batch(
            accepted.id(),
            accepted.run(),
            accepted.key(),
            accepted.dataset(),
            accepted.definition(),
            batch.received,
            batch.attempts,
            batch.rescues,
            batch.payload == null ? new byte[0] : batch.payload,
            batch.claim,
            accepted.correlation(),
            batch.acceptedAt),
        batch.epoch);
  }

  private BatchState find(UUID id) {
    return requireNonNull(state.batches.get(id));
  }

  @Override
  public boolean renew(Lease lease, Duration duration) {
    synchronized (state) {
      BatchState batch = find(lease.batch().id());
      if (!batch.holds(lease.epoch())) {
        return false;
      }
      batch.renewedAt = clock.instant();
      batch.leaseUntil = batch.renewedAt.plus(duration);
      return true;
    }
  }

  @Override
  public boolean release(Lease lease, Duration delay, String reason, boolean attempt) {
    synchronized (state) {
      BatchState batch = find(lease.batch().id());
      if (!batch.holds(lease.epoch())) {
        return false;
      }
      batch.state = "ready";
      batch.notBefore = clock.instant().plus(delay);
      batch.attempts += attempt ? 1 : 0;
      return true;
    }
  }

  @Override
  public boolean bury(Lease lease, String code, String reason) {
    synchronized (state) {
      BatchState batch = find(lease.batch().id());
      if (!batch.holds(lease.epoch())) {
        return false;
      }
      bury(batch, code, reason);
      return true;
    }
  }

  private void bury(BatchState batch, String code, String reason) {
    FieldError error = new FieldError(code, "", null, reason, "mend the cause, then replay");
    if (batch.batch.key().kind() == RunKind.REPLAY) {
      giveBack(batch, error);
    } else {
      buryWhole(batch, error);
    }
    batch.gaveUp = true;
    batch.settle(new Counts(batch.received, 0, 0, 0, 0, batch.received), clock.instant());
  }

  private void giveBack(BatchState batch, FieldError error) {
    InMemoryLetters letters = new InMemoryLetters(state);
    for (Outcome before : List.copyOf(state.corrections)) {
      if (before.batch().equals(batch.batch.id()) && before.settledAt() == null) {
        var held = letters.find(before.letter());
        var change = InMemoryLetters.Change.of(held);
        letters.put(held, change.reopened(change.code(), change.errors()));
        state.corrections.remove(before);
        state.corrections.add(
            new Outcome(
                before.letter(),
                before.run(),
                before.batch(),
                before.records(),
                0,
                0,
                0,
                before.records(),
                null,
                error.code(),
                List.of(error),
                before.startedAt(),
                clock.instant()));
      }
    }
  }

  void buryWhole(BatchState batch, FieldError error) {
    NewBatch buried = batch.batch;
    byte[] payload =
        batch.claim == null
            ? requireNonNull(batch.payload)
            : batch.claim.toString().getBytes(StandardCharsets.UTF_8);
    DeadLetter letter =
        new DeadLetter(
            Samples.id(),
            buried.key(),
            buried.run(),
            buried.id(),
            buried.dataset(),
            DeadLetter.Cause.EXHAUSTED,
            error.code(),
            null,
            batch.claim == null ? 0 : (int) batch.claim.firstRow(),
            batch.received,
            List.of(error),
            payload.length,
            buried.definition(),
            buried.correlation(),
            DeadLetter.State.OPEN,
            clock.instant(),
            null,
            0,
            1,
            null);
    Content content = new Content(payload, null);
    state.letters.put(letter.id(), new InMemoryState.Letter(letter, content, null));
  }

  @Override
  public int rescue(int limit) {
    synchronized (state) {
      List<BatchState> expired =
          state.batches.values().stream()
              .filter(batch -> batch.state.equals("leased"))
              .filter(batch -> !batch.leaseUntil.isAfter(clock.instant()))
              .limit(limit)
              .toList();
      for (BatchState batch : expired) {
        batch.rescues++;
        batch.state = "ready";
        if (batch.rescues >= DEAD_AFTER) {
          bury(batch, "crashed", "its worker crashed " + DEAD_AFTER + " times");
        }
      }
      return expired.size();
    }
  }

  @Override
  public void pause(RunKind kind, boolean paused) {
    synchronized (state) {
      if (paused) {
        state.paused.add(kind);
      } else {
        state.paused.remove(kind);
      }
    }
  }
}
