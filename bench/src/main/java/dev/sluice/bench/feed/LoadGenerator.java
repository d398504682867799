package dev.sluice.bench.feed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Posts orders to a server on this machine from one thread and says how it went, as one line. It
 * shares the cores with what it measures, so it says what it took of them too.
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
  private long start;
  private long end;
  private long sent;
  private long received;
  private boolean measured;

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
        Locale.ROOT,
        "orders/s %.0f  requests/s %.0f  p50 %.2f ms  p99 %.2f ms  p99.9 %.2f ms  answers %s"
            + "  own CPU %.0f us/request%n",
        load.latencies.size() * perRequest / took,
        load.latencies.size() / took,
        load.latencies.percentile(50),
        load.latencies.percentile(99),
        load.latencies.percentile(99.9),
        load.statuses,
        cpuNanos() / 1e3 / load.received);
  }

  /** Of the whole process, its start included. */
  private static long cpuNanos() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return ((com.sun.management.OperatingSystemMXBean) system).getProcessCpuTime();
  }

  private double run(double seconds, boolean measure) throws IOException {
    measured = measure;
    sent = 0;
    start = System.nanoTime();
    end = start + (long) (seconds * 1e9);
    for (long now = start; now < end; now = System.nanoTime()) {
      while (!idle.isEmpty() && due(now) <= now) {
        idle.removeFirst().send(bodies.next(), due(now));
        sent++;
      }
      receive(1);
    }
    double took = (System.nanoTime() - start) / 1e9;
    long patience = System.nanoTime() + 10_000_000_000L;
    while (idle.size() < connections.size() && System.nanoTime() < patience) {
      receive(10);
    }
    return took;
  }

  /** When the next request is to be sent; now, where no rate is given. */
  private long due(long now) {
    return rate == 0 ? now : start + (long) (sent * 1e9 / rate);
  }

  /**
   * Waits for answers, but no longer than this. A selector counts milliseconds, so what falls due
   * meanwhile is sent up to one late, which its latency includes: waking up for each would take the
   * cores from the server.
   */
  private void receive(long waitMillis) throws IOException {
    try {
      selector.select(this::receive, waitMillis);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void receive(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      int status = connection.receive();
      if (status == 0) {
        return;
      }
      received++;
      long now = System.nanoTime();
      if (measured) {
        latencies.add(now - connection.due());
        statuses.merge(status, 1, Integer::sum);
      }
      if (rate == 0 && now < end) {
        connection.send(bodies.next(), now);
        sent++;
      } else {
        idle.addLast(connection);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
