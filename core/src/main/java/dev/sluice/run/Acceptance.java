package dev.sluice.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Group commit (rule 4): requests that arrive while a commit is under way share the next one, and
 * where many do, that one waits a moment for more (adr/0015). An answer is given only after the
 * commit that holds it has returned.
 *
 * <p>Thread-safe. At most {@code writers} commits run at once.
 *
 * @param <Q> what is submitted
 * @param <A> what it is answered
 */
public final class Acceptance<Q, A> {

  /** Commits a group durably and answers each member, in the same order. */
  @FunctionalInterface
  public interface Committer<Q, A> {
    List<A> commit(List<Q> group);
  }

  /**
   * How much is committed together, and how much may wait.
   *
   * @param writers commits under way at once
   * @param maxGroup weight at which a group is closed; one heavier submission goes alone
   * @param maxWaiting weight waiting for a commit at which further submissions are refused
   * @param pace from the beginning of a commit of many to that of the next, unless enough waits
   *     sooner
   */
  public record Limits(int writers, int maxGroup, int maxWaiting, Duration pace) {}

  /** Too much is waiting for a commit already: try again later. Nothing was kept. */
  public static final class OverloadedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OverloadedException(long waiting) {
      super(waiting + " records wait for their commit already");
    }
  }

  /**
   * Of the system, not virtual: a writer waits for the database several times a commit, and where
   * it would queue for a carrier behind the requests that arrived meanwhile, all of them would wait
   * with it. They go away when idle.
   */
  private static final Executor WRITERS =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("acceptance-", 1).factory());

  /** What weighs less is not many: the next commit begins at once. */
  private static final int MANY = 8;

  /** Where this much waits, the next commit begins at once. */
  private static final int ENOUGH = 32;

  private record Waiting<Q, A>(Q submission, int weight, CompletableFuture<A> answer) {}

  /** A writer that waits until this much waits with it. */
  private record Gathering(Thread writer, long enough) {}

  private final Committer<Q, A> committer;
  private final ToIntFunction<Q> weight;
  private final Limits limits;
  private final Semaphore writers;
  private final AtomicLong waitingWeight = new AtomicLong();
  private final ConcurrentLinkedQueue<Waiting<Q, A>> queue = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Gathering> gathering = new AtomicReference<>();

  public Acceptance(Committer<Q, A> committer, ToIntFunction<Q> weight, Limits limits) {
    this.committer = committer;
    this.weight = weight;
    this.limits = limits;
    this.writers = new Semaphore(limits.writers());
  }

  /**
   * Returns once the submission's commit has.
   *
   * @throws OverloadedException where too much waits already
   * @throws BackendException where the commit failed; whether it happened is then unknown
   */
  public A submit(Q submission) throws InterruptedException {
    int ownWeight = weight.applyAsInt(submission);
    long ahead = waitingWeight.getAndAdd(ownWeight);
    if (ahead > 0 && ahead + ownWeight > limits.maxWaiting()) {
      waitingWeight.addAndGet(-ownWeight);
      throw new OverloadedException(ahead);
    }
    var waiting = new Waiting<>(submission, ownWeight, new CompletableFuture<A>());
    queue.add(waiting);
    startWriter();
    wake(ahead, ahead + ownWeight);
    try {
      return waiting.answer().get();
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  /**
   * A further writer only where more waits than one group can take: two half-full groups cost
   * nearly twice what a full one does. A writer at its end looks again, so nothing waits for a
   * start missed.
   */
  private void startWriter() {
    boolean idle = writers.availablePermits() == limits.writers();
    boolean crowded = waitingWeight.get() > limits.maxGroup();
    if ((idle || crowded) && writers.tryAcquire()) {
      WRITERS.execute(this::write);
    }
  }

  private void wake(long before, long now) {
    Gathering under = gathering.get();
    if (under != null && before < under.enough() && now >= under.enough()) {
      LockSupport.unpark(under.writer());
    }
  }

  /** Commits groups until nothing waits. Looks again after giving up its place, so none is left. */
  private void write() {
    do {
      try {
        for (List<Waiting<Q, A>> group = nextGroup(); !group.isEmpty(); group = nextGroup()) {
          long began = System.nanoTime();
          commit(group);
          gather(began, group.stream().mapToLong(Waiting::weight).sum());
        }
      } finally {
        writers.release();
      }
    } while (!queue.isEmpty() && writers.tryAcquire());
  }

  /**
   * A commit costs as much as a dozen records, so after one of many the next waits until as much is
   * there again: senders that waited for their answers come back together. Where they do not, it
   * begins in time all the same. One writer at a time does so.
   */
  private void gather(long began, long committed) {
    Gathering mine = new Gathering(Thread.currentThread(), Math.min(committed, ENOUGH));
    if (committed < MANY || !gathering.compareAndSet(null, mine)) {
      return;
    }
    long end = began + limits.pace().toNanos();
    for (long left = end - System.nanoTime();
        left > 0 && waitingWeight.get() < mine.enough();
        left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
    gathering.set(null);
  }

  /**
   * Of many that wait only half are taken: while those are committed the others' turn is next, and
   * while these are, those that were answered come back. If all went together, all would come back
   * together, and the database would wait for the requests and the requests for the database.
   */
  private synchronized List<Waiting<Q, A>> nextGroup() {
    List<Waiting<Q, A>> group = new ArrayList<>();
    long most = Math.max(ENOUGH, waitingWeight.get() / 2);
    long total = 0;
    for (Waiting<Q, A> next = queue.peek();
        next != null && group.size() < most;
        next = queue.peek()) {
      if (!group.isEmpty() && total + next.weight() > limits.maxGroup()) {
        break;
      }
      queue.poll();
      total += next.weight();
      group.add(next);
    }
    waitingWeight.addAndGet(-total);
    return group;
  }

  private void commit(List<Waiting<Q, A>> group) {
    try {
      List<A> answers = committer.commit(group.stream().map(Waiting::submission).toList());
      if (answers.size() != group.size()) {
        throw new IllegalStateException("a committer answers each submission once");
      }
      for (int i = 0; i < group.size(); i++) {
        group.get(i).answer().complete(answers.get(i));
      }
    } catch (RuntimeException | Error e) {
      group.forEach(waiting -> waiting.answer().completeExceptionally(e));
    }
  }

  private static RuntimeException rethrown(@Nullable Throwable cause) {
    if (cause instanceof BackendException e) {
      return new BackendException(e.kind(), String.valueOf(e.getMessage()), e);
    }
    return new IllegalStateException("a commit failed", cause);
  }
}
