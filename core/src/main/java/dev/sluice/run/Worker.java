package dev.sluice.run;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Leases ready batches of one kind and handles them. What becomes of a batch is decided here and
 * only here: done, retried with backoff, dead, or put back because a backend is away.
 *
 * <p>On a few threads of the system: a batch may keep a processor busy for a second, and the
 * carriers of virtual threads, which are as many as processors, belong to requests.
 */
public final class Worker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  /**
   * What it works on, and how.
   *
   * @param owner names this process, for operators
   * @param threads batches handled at once
   * @param lease renewed three times while it lasts
   * @param tenantCap batches of one tenant leased at once, over all processes
   * @param idle how long a worker waits for a wake-up before it looks for itself
   */
  public record Options(
      RunKind kind, String owner, int threads, Duration lease, int tenantCap, Duration idle) {}

  private final Options options;
  private final BatchStore batches;
  private final Handler handler;
  private final Function<Batch, RetryPolicy> policies;
  private final Dispatch dispatch;
  private final RandomGenerator random;
  private final ReadWriteLock company;
  private final WorkObserver observer;
  private final AtomicReference<UUID> servedLast = new AtomicReference<>(LeaseRequest.FIRST);
  private final AtomicInteger running = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean draining;

  /**
   * @param company shared by all workers of a process: a suspect batch takes its write lock and so
   *     runs alone. Must be fair.
   */
  public Worker(
      Options options,
      BatchStore batches,
      Handler handler,
      Function<Batch, RetryPolicy> policies,
      Dispatch dispatch,
      RandomGenerator random,
      ReadWriteLock company) {
    this(options, batches, handler, policies, dispatch, random, company, WorkObserver.NONE);
  }

  /** As above, and tells what became of each batch. */
  public Worker(
      Options options,
      BatchStore batches,
      Handler handler,
      Function<Batch, RetryPolicy> policies,
      Dispatch dispatch,
      RandomGenerator random,
      ReadWriteLock company,
      WorkObserver observer) {
    this.options = options;
    this.batches = batches;
    this.handler = handler;
    this.policies = policies;
    this.dispatch = dispatch;
    this.random = random;
    this.company = company;
    this.observer = observer;
  }

  public void start() {
    for (int i = 0; i < options.threads(); i++) {
      String name = "worker-" + options.kind().label() + "-" + i;
      threads.add(Thread.ofPlatform().daemon().name(name).start(this::work));
    }
  }

  /** Batches this worker is handling now. */
  public int running() {
    return running.get();
  }

  /**
   * Takes nothing new and returns when what is under way is done, or was interrupted at the limit.
   */
  public void drain(Duration limit) throws InterruptedException {
    draining = true;
    for (int i = 0; i < options.threads(); i++) {
      dispatch.ready(options.kind());
    }
    long deadline = System.nanoTime() + limit.toNanos();
    for (Thread thread : threads) {
      long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
      if (!thread.join(Duration.ofMillis(left))) {
        thread.interrupt();
      }
    }
  }

  @Override
  public void close() {
    try {
      drain(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    int faults = 0;
    boolean idle = true;
    try {
      while (!draining) {
        try {
          Optional<Lease> lease = take();
          faults = 0;
          if (lease.isPresent()) {
            if (idle) {
              // Where there was one there may be more, and one wake-up may stand for all of them.
              dispatch.ready(options.kind());
            }
            idle = false;
            handleInTurn(lease.get());
          } else {
            idle = true;
            dispatch.await(options.kind(), options.idle());
          }
        } catch (BackendException e) {
          faults++;
          log.atWarn()
              .addKeyValue("queue", options.kind().label())
              .addKeyValue("fault", e.kind())
              .log("worker pauses: {}", e.getMessage());
          pause(faults);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Lease> take() {
    Optional<Lease> lease =
        batches.lease(
            new LeaseRequest(
                options.kind(),
                options.owner(),
                options.lease(),
                requireNonNull(servedLast.get()),
                options.tenantCap()));
    lease.ifPresent(granted -> servedLast.set(granted.batch().run()));
    return lease;
  }

  private void handleInTurn(Lease lease) throws InterruptedException {
    long start = System.nanoTime();
    WorkObserver.Outcome outcome = WorkObserver.Outcome.PUT_BACK;
    boolean suspect = lease.batch().rescues() >= BatchStore.SUSPECT_AFTER;
    Lock lock = suspect ? company.writeLock() : company.readLock();
    var renewal = new LeaseRenewal(batches, lease, options.lease(), Thread.currentThread());
    try (renewal;
        var ignored = MDC.putCloseable("correlationId", lease.batch().correlation())) {
      logLease(lease);
      lock.lockInterruptibly();
      running.incrementAndGet();
      try {
        outcome = settle(lease, attempt(lease));
      } finally {
        running.decrementAndGet();
        lock.unlock();
      }
    } catch (InterruptedException e) {
      if (!renewal.lost()) {
        throw e;
      }
      outcome = WorkObserver.Outcome.LOST;
      log.atWarn().addKeyValue("batch", lease.batch().id()).log("lease lost, work abandoned");
    } finally {
      observer.handled(lease, outcome, System.nanoTime() - start);
      if (renewal.lost()) {
        var _ = Thread.interrupted(); // ours, meant for this batch alone
      }
    }
  }

  private static void logLease(Lease lease) {
    log.atInfo()
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
      giveBack(lease, e);
      throw e;
    } catch (RuntimeException e) {
      log.atError().addKeyValue("batch", lease.batch().id()).setCause(e).log("handler failed");
      return new Attempt.RetryAfter(Duration.ZERO, e.getClass().getSimpleName());
    }
  }

  /** Best effort: where the backend is away the lease runs out by itself, as after a crash. */
  private void giveBack(Lease lease, BackendException fault) {
    try {
      batches.release(lease, Duration.ofSeconds(1), String.valueOf(fault.getMessage()), false);
    } catch (BackendException e) {
      log.atInfo().addKeyValue("batch", lease.batch().id()).log("lease left to run out");
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

  private void pause(int faults) throws InterruptedException {
    long millis = Math.min(5_000, 250L << Math.min(faults, 5));
    dispatch.await(options.kind(), Duration.ofMillis(millis));
  }
}
