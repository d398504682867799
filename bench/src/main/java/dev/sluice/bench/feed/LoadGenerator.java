package dev.sluice.bench.feed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Posts orders to a server on this machine from one thread and says how it went, as one line.
 *
 * <p>With a rate it is open-loop: requests are due at fixed times whatever the answers do, and a
 * request's latency starts when it was due, not when a connection was free for it. Without one
 * every connection sends its next request as soon as it has its answer.
 *
 * <p>Arguments: {@code PORT CONNECTIONS SECONDS RATE(0 = closed loop) ORDERS_PER_REQUEST RUN}.
 */
public final class LoadGenerator {
  private static final int WARM_UP_SECONDS = 3;

  private final Selector selector = Selector.open();
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final List<Connection> connections = new ArrayList<>();
  private final OrderBodies bodies;
  private final double rate;
  private final Latencies latencies = new Latencies();
  private final Map<Integer, Integer> statuses = new TreeMap<>();

  private LoadGenerator(int port, int count, double rate, OrderBodies bodies) throws IOException {
    this.bodies = bodies;
    this.rate = rate;
    var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    for (int i = 0; i < count; i++) {
      Connection connection = new Connection(server, selector);
      connections.add(connection);
      idle.add(connection);
    }
  }

  @SuppressWarnings("SystemOut") // the result is the program's output
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 6) {
      throw new IllegalArgumentException(
          "PORT CONNECTIONS SECONDS RATE ORDERS_PER_REQUEST RUN, not " + arguments.length);
    }
    int port = Integer.parseInt(arguments[0]);
    int perRequest = Integer.parseInt(arguments[4]);
    double seconds = Double.parseDouble(arguments[2]);
    LoadGenerator load =
        new LoadGenerator(
            port,
            Integer.parseInt(arguments[1]),
            Double.parseDouble(arguments[3]),
            new OrderBodies("127.0.0.1:" + port, "partner-a", arguments[5], perRequest));
    load.run(WARM_UP_SECONDS, false);
    double took = load.run(seconds, true);
    System.out.printf(
        java.util.Locale.ROOT,
        "orders/s %.0f  requests/s %.0f  p50 %.2f ms  p99 %.2f ms  p99.9 %.2f ms  answers %s%n",
        load.latencies.size() * perRequest / took,
        load.latencies.size() / took,
        load.latencies.percentile(50),
        load.latencies.percentile(99),
        load.latencies.percentile(99.9),
        load.statuses);
  }

  private double run(double seconds, boolean measured) throws IOException {
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    double interval = rate == 0 ? 0 : 1e9 / rate;
    long sent = 0;
    for (long now = start; now < end; now = System.nanoTime()) {
      while (!idle.isEmpty() && (rate == 0 || start + (long) (sent * interval) <= now)) {
        long due = rate == 0 ? now : start + (long) (sent * interval);
        idle.removeFirst().send(bodies.next(), due);
        sent++;
      }
      long wait = rate == 0 || idle.isEmpty() ? 1 : 0;
      receive(wait, measured);
    }
    double took = (System.nanoTime() - start) / 1e9;
    long patience = System.nanoTime() + 10_000_000_000L;
    while (idle.size() < connections.size() && System.nanoTime() < patience) {
      receive(10, measured);
    }
    return took;
  }

  private void receive(long waitMillis, boolean measured) throws IOException {
    int ready = waitMillis == 0 ? selector.selectNow() : selector.select(waitMillis);
    if (ready == 0) {
      if (waitMillis == 0) {
        // Due times are fractions of a millisecond apart; a busy wait would take a core.
        java.util.concurrent.locks.LockSupport.parkNanos(50_000);
      }
      return;
    }
    for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
      Connection connection = (Connection) keys.next().attachment();
      keys.remove();
      int status = connection.receive();
      if (status == 0) {
        continue;
      }
      idle.addLast(connection);
      if (measured) {
        latencies.add(System.nanoTime() - connection.due());
        statuses.merge(status, 1, Integer::sum);
      }
    }
  }
}
