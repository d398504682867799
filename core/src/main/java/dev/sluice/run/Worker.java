package dev.sluice.run;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases ready batches of one kind and has them handled.
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
   * @param together batches of one run that are leased, and if possible settled, at once
   * @param idle how long a worker waits for a wake-up before it looks for itself
   */
  public record Options(
      RunKind kind,
      String owner,
      int threads,
      Duration lease,
      int tenantCap,
      int together,
      Duration idle) {}

  private final Options options;
  private final BatchStore batches;
  private final Dispatch dispatch;
  private final Handling handling;
  private final AtomicReference<UUID> servedLast = new AtomicReference<>(LeaseRequest.FIRST);
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
    this.dispatch = dispatch;
    this.handling =
        new Handling(batches, options.lease(), handler, policies, random, company, observer);
  }

  public void start() {
    for (int i = 0; i < options.threads(); i++) {
      String name = "worker-" + options.kind().label() + "-" + i;
      threads.add(Thread.ofPlatform().daemon().name(name).start(this::work));
    }
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
          List<Lease> leases = take();
          faults = 0;
          if (!leases.isEmpty()) {
            if (idle) {
              // Where there was one there may be more, and one wake-up may stand for all of them.
              dispatch.ready(options.kind());
            }
            idle = false;
            handling.handle(leases);
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

  private List<Lease> take() {
    LeaseRequest request =
        new LeaseRequest(
            options.kind(),
            options.owner(),
            options.lease(),
            requireNonNull(servedLast.get()),
            options.tenantCap());
    List<Lease> leases = batches.lease(request, options.together());
    if (!leases.isEmpty()) {
      servedLast.set(leases.getFirst().batch().run());
    }
    return leases;
  }

  private void pause(int faults) throws InterruptedException {
    long millis = Math.min(5_000, 250L << Math.min(faults, 5));
    dispatch.await(options.kind(), Duration.ofMillis(millis));
  }
}
