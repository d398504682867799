package dev.sluice.server.http;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** All live connections of this process: counted, limited, looked after, ended when it stops. */
final class LiveConnections implements AutoCloseable {
  private static final int MOST = 5_000;

  private final Map<LiveConnection, String> callers = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  void start() {
    Thread.ofVirtual().name("live-connections").start(this::watch);
  }

  /** Throws a problem where one more of this caller would be too many. */
  void checkRoom(String caller, int mostOfCaller) {
    if (closed.getCount() == 0) {
      throw Problem.unavailable("stopping", "the server is stopping").asException();
    }
    AtomicInteger own = counts.get(caller);
    if (callers.size() >= MOST || (own != null && own.get() >= mostOfCaller)) {
      throw Problem.of(
              429,
              "too-many-connections",
              "at most " + mostOfCaller + " live connections at once for one caller")
          .asException();
    }
  }

  /** False, and it is not taken, where this process stops. */
  boolean add(LiveConnection connection, String caller) {
    callers.put(connection, caller);
    counts.computeIfAbsent(caller, name -> new AtomicInteger()).incrementAndGet();
    if (closed.getCount() == 0) {
      remove(connection);
      return false;
    }
    return true;
  }

  void remove(LiveConnection connection) {
    String caller = callers.remove(connection);
    if (caller != null) {
      counts.computeIfPresent(caller, (name, count) -> count.decrementAndGet() > 0 ? count : null);
    }
  }

  long count(Class<? extends LiveConnection> kind) {
    return callers.keySet().stream().filter(kind::isInstance).count();
  }

  Set<LiveConnection> all() {
    return callers.keySet();
  }

  private void watch() {
    try {
      while (!closed.await(1, TimeUnit.SECONDS)) {
        long now = System.nanoTime();
        all().forEach(one -> one.tick(now));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    all().forEach(LiveConnection::end);
  }
}
