package dev.sluice.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Has leased batches handled. What becomes of a batch is decided here and only here: done, retried
 * with backoff, dead, or put back because a backend is away.
 */
final class Handling {
  private static final Logger log = LoggerFactory.getLogger(Handling.class);

  private final BatchStore batches;
  private final Duration duration;
  private final Handler handler;
  private final Function<Batch, RetryPolicy> policies;
  private final RandomGenerator random;
  private final ReadWriteLock company;
  private final WorkObserver observer;

  /**
   * @param duration of leases
   * @param company of all batches of a process: a suspect one takes its write lock
   */
  Handling(
      BatchStore batches,
      Duration duration,
      Handler handler,
      Function<Batch, RetryPolicy> policies,
      RandomGenerator random,
      ReadWriteLock company,
      WorkObserver observer) {
    this.batches = batches;
    this.duration = duration;
    this.handler = handler;
    this.policies = policies;
    this.random = random;
    this.company = company;
    this.observer = observer;
  }

  /**
   * Handles batches of one run: together where their handler can, else one after the other.
   *
   * @throws BackendException where a backend is away; what is not handled is given back
   */
  void handle(List<Lease> leases) throws InterruptedException {
    long start = System.nanoTime();
    leases.forEach(Handling::logLease);
    List<Lease> left = new ArrayList<>(leases);
    try (var renewal = new LeaseRenewal(batches, leases, duration)) {
      if (leases.size() > 1 && together(leases, renewal)) {
        left.clear();
        leases.forEach(lease -> tell(lease, WorkObserver.Outcome.DONE, start));
      }
      while (!left.isEmpty()) {
        Lease next = left.getFirst();
        try (var ignored = MDC.putCloseable("correlationId", next.batch().correlation())) {
          alone(next, renewal, start);
        } finally {
          renewal.over(left.removeFirst());
        }
      }
    } catch (BackendException e) {
      giveBack(left, e);
      left.forEach(lease -> tell(lease, WorkObserver.Outcome.PUT_BACK, start));
      throw e;
    }
  }

  private void tell(Lease lease, WorkObserver.Outcome outcome, long start) {
    observer.handled(lease, outcome, System.nanoTime() - start);
  }

  /** False: nothing happened to any of them. */
  private boolean together(List<Lease> leases, LeaseRenewal renewal) throws InterruptedException {
    try {
      if (!renewal.work(leases)) {
        return false;
      }
      company.readLock().lockInterruptibly();
      try {
        return handler.handleTogether(leases);
      } finally {
        company.readLock().unlock();
      }
    } catch (InterruptedException e) {
      if (!renewal.rest()) {
        throw e;
      }
    } catch (BackendException e) {
      if (e.kind() == BackendException.Kind.UNAVAILABLE) {
        throw e;
      }
      log.atInfo()
          .addKeyValue("run", leases.getFirst().batch().run())
          .addKeyValue("batches", leases.size())
          .log("not together: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("run", leases.getFirst().batch().run())
          .setCause(e)
          .log("handler failed");
    } finally {
      renewal.rest();
    }
    return false;
  }

  private void alone(Lease lease, LeaseRenewal renewal, long start) throws InterruptedException {
    WorkObserver.Outcome outcome = WorkObserver.Outcome.PUT_BACK;
    boolean suspect = lease.batch().rescues() >= BatchStore.SUSPECT_AFTER;
    Lock lock = suspect ? company.writeLock() : company.readLock();
    boolean lost = !renewal.work(List.of(lease));
    try {
      if (!lost) {
        lock.lockInterruptibly();
        try {
          outcome = settle(lease, attempt(lease));
        } finally {
          lock.unlock();
        }
      }
    } catch (InterruptedException e) {
      lost = renewal.rest();
      if (!lost) {
        throw e;
      }
    } finally {
      renewal.rest();
      if (lost) {
        outcome = WorkObserver.Outcome.LOST;
        log.atWarn().addKeyValue("batch", lease.batch().id()).log("lease lost, work abandoned");
      }
      tell(lease, outcome, start);
    }
  }

  private static void logLease(Lease lease) {
    log.atInfo()
        .addKeyValue("correlationId", lease.batch().correlation())
        .addKeyValue("batch", lease.batch().id())
        .addKeyValue("run", lease.batch().run())
        .addKeyValue("epoch", lease.epoch())
        .addKeyValue("attempts", lease.batch().attempts())
        .addKeyValue("rescues", lease.batch().rescues())
        .log("batch leased");
  }

  private Attempt attempt(Lease lease) throws InterruptedException {
    try {
      return handler.handle(lease);
    } catch (BackendException e) {
      if (e.kind() != BackendException.Kind.UNAVAILABLE) {
        return new Attempt.RetryAfter(Duration.ZERO, String.valueOf(e.getMessage()));
      }
      giveBack(List.of(lease), e);
      throw e;
    } catch (RuntimeException e) {
      log.atError().addKeyValue("batch", lease.batch().id()).setCause(e).log("handler failed");
      return new Attempt.RetryAfter(Duration.ZERO, e.getClass().getSimpleName());
    }
  }

  /** Best effort: where the backend is away leases run out by themselves, as after a crash. */
  private void giveBack(List<Lease> leases, BackendException fault) {
    for (Lease lease : leases) {
      try {
        batches.release(lease, Duration.ofSeconds(1), String.valueOf(fault.getMessage()), false);
      } catch (BackendException e) {
        log.atInfo().addKeyValue("batch", lease.batch().id()).log("lease left to run out");
        return; // every further try would wait as long
      }
    }
  }

  private WorkObserver.Outcome settle(Lease lease, Attempt attempt) {
    return switch (attempt) {
      case Attempt.Done() -> WorkObserver.Outcome.DONE;
      case Attempt.Rejected(String code, String reason) -> bury(lease, code, reason);
      case Attempt.RetryAfter(Duration delay, String reason) -> retry(lease, delay, reason);
    };
  }

  private WorkObserver.Outcome bury(Lease lease, String code, String reason) {
    if (!batches.bury(lease, code, reason)) {
      return refused(lease);
    }
    log.atWarn()
        .addKeyValue("batch", lease.batch().id())
        .addKeyValue("code", code)
        .addKeyValue("reason", reason)
        .log("batch dead");
    return WorkObserver.Outcome.DEAD;
  }

  private WorkObserver.Outcome retry(Lease lease, Duration atLeast, String reason) {
    RetryPolicy policy = policies.apply(lease.batch());
    int failures = lease.batch().attempts() + 1;
    if (policy.exhausted(failures)) {
      return bury(lease, "retries-exhausted", reason);
    }
    Duration backoff = policy.delay(failures, random);
    Duration delay = backoff.compareTo(atLeast) > 0 ? backoff : atLeast;
    if (!batches.release(lease, delay, reason, true)) {
      return refused(lease);
    }
    log.atWarn()
        .addKeyValue("batch", lease.batch().id())
        .addKeyValue("reason", reason)
        .addKeyValue("attempts", failures)
        .addKeyValue("delayMillis", delay.toMillis())
        .log("batch put off");
    return WorkObserver.Outcome.RETRIED;
  }

  private static WorkObserver.Outcome refused(Lease lease) {
    log.atWarn().addKeyValue("batch", lease.batch().id()).log("verdict of a stale lease refused");
    return WorkObserver.Outcome.LOST;
  }
}
