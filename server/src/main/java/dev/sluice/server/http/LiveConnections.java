package dev.sluice.server.http;

import dev.sluice.run.Rounds;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** All live connections of this process: counted, limited, looked after, ended when it stops. */
final class LiveConnections implements AutoCloseable {
  private static final int MOST = 5_000;
  private static final String RETRY_SECONDS = "5";

  private static final String STOPPING = "the server is stopping";
  private static final String INVALID = "the key may not watch any more";

  private final Predicate<Caller> valid;
  private final Map<LiveConnection, Holder> holders = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final Rounds rounds = new Rounds("live-connections", Duration.ofSeconds(1), this::look);

  /**
   * @param valid whether a caller who was let in may still be
   */
  LiveConnections(Predicate<Caller> valid) {
    this.valid = valid;
  }

  private record Holder(Caller caller, String counted) {}

  void start() {
    rounds.start();
  }

  /** Throws a problem where one more of this caller would be too many. */
  void checkRoom(HttpServletResponse response, String caller, int mostOfCaller) {
    if (rounds.isClosed()) {
      throw Problem.unavailable("stopping", STOPPING).asException();
    }
    AtomicInteger own = counts.get(caller);
    boolean full = holders.size() >= MOST;
    if (full || (own != null && own.get() >= mostOfCaller)) {
      String most =
          full
              ? MOST + " live connections at once"
              : mostOfCaller + " live connections at once for one caller";
      response.setHeader("Retry-After", RETRY_SECONDS);
      throw Problem.of(
              429, "too-many-connections", "at most " + most + ": close some, or come back")
          .thatMaySucceedLater()
          .asException();
    }
  }

  /**
   * False, and it is not taken, where this process stops.
   *
   * @param counted under this name
   */
  boolean add(LiveConnection connection, Caller caller, String counted) {
    holders.put(connection, new Holder(caller, counted));
    counts.computeIfAbsent(counted, name -> new AtomicInteger()).incrementAndGet();
    if (rounds.isClosed()) {
      remove(connection);
      return false;
    }
    return true;
  }

  void remove(LiveConnection connection) {
    Holder holder = holders.remove(connection);
    if (holder != null) {
      counts.computeIfPresent(
          holder.counted(), (name, count) -> count.decrementAndGet() > 0 ? count : null);
    }
  }

  long count(Class<? extends LiveConnection> kind) {
    return holders.keySet().stream().filter(kind::isInstance).count();
  }

  Set<LiveConnection> all() {
    return holders.keySet();
  }

  private void look() {
    long now = System.nanoTime();
    all().forEach(one -> one.tick(now));
    endInvalid();
  }

  /** What was opened with a key ends with it, and with its right to read from that address. */
  private void endInvalid() {
    holders.forEach((connection, holder) -> {
      if (!valid.test(holder.caller())) {
        connection.end(INVALID);
      }
    });
  }

  @Override
  public void close() {
    rounds.close();
    all().forEach(one -> one.end(STOPPING));
  }
}
