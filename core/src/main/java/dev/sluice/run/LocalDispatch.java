package dev.sluice.run;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the workers of this process; other processes find the batch when they look. */
public final class LocalDispatch implements Dispatch {
  private static final int REMEMBERED = 64;
  private final Map<RunKind, Semaphore> signals = new EnumMap<>(RunKind.class);

  public LocalDispatch() {
    for (RunKind kind : RunKind.values()) {
      signals.put(kind, new Semaphore(0));
    }
  }

  @Override
  public void ready(RunKind kind) {
    Semaphore signal = signal(kind);
    if (signal.availablePermits() < REMEMBERED) {
      signal.release();
    }
  }

  @Override
  public void await(RunKind kind, Duration timeout) throws InterruptedException {
    var _ = signal(kind).tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Semaphore signal(RunKind kind) {
    Semaphore signal = signals.get(kind);
    if (signal == null) {
      throw new IllegalStateException("every kind has a signal");
    }
    return signal;
  }
}
