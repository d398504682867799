package dev.sluice.server;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Something that is being made on a thread of its own while the caller does other things. */
final class Concurrently<T> {
  private final FutureTask<T> task;

  private Concurrently(FutureTask<T> task) {
    this.task = task;
  }

  static <T> Concurrently<T> start(String name, Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(work::get);
    Thread.ofPlatform().daemon().name(name).start(task);
    return new Concurrently<>(task);
  }

  /** Waits for it; what it threw is thrown here. */
  T get() {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Mistake("interrupted while starting");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("starting failed", e.getCause());
    }
  }
}
