package dev.sluice.server;

import dev.sluice.run.Batch;
import dev.sluice.run.BatchStore;
import dev.sluice.run.Dispatch;
import dev.sluice.run.Handler;
import dev.sluice.run.RetryPolicy;
import dev.sluice.run.RunKind;
import dev.sluice.run.WorkObserver;
import dev.sluice.run.Worker;
import java.time.Duration;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Makes this process's workers, one for each kind of batch. */
final class Workers {
  private static final int THREADS = 2;

  /** Of imports: as many as load at once, and one more for whoever waits for its commit. */
  static final int LOADING = Math.clamp(Runtime.getRuntime().availableProcessors(), THREADS, 8) + 1;

  /** Of a feed's batches, which are small where its senders are few: they share a commit. */
  private static final int FEED_TOGETHER = 32;

  /** Of one tenant and kind, by how much is taken at once. */
  private static final int TENANT_CAP = 8;

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration IDLE = Duration.ofSeconds(1);

  private final BatchStore batches;
  private final Dispatch dispatch;
  private final RandomGenerator random;
  private final WorkObserver observer;

  /** Of all kinds together: a batch that may have crashed its worker runs alone. */
  private final ReadWriteLock company = new ReentrantReadWriteLock(true);

  Workers(BatchStore batches, Dispatch dispatch, RandomGenerator random, WorkObserver observer) {
    this.batches = batches;
    this.dispatch = dispatch;
    this.random = random;
    this.observer = observer;
  }

  Worker of(RunKind kind, Handler handler, Function<Batch, RetryPolicy> policies) {
    String owner = "pid " + ProcessHandle.current().pid();
    int threads = kind == RunKind.IMPORT ? LOADING : THREADS;
    int together = kind == RunKind.FEED ? FEED_TOGETHER : 1;
    var options =
        new Worker.Options(kind, owner, threads, LEASE, TENANT_CAP * together, together, IDLE);
    return new Worker(options, batches, handler, policies, dispatch, random, company, observer);
  }
}
