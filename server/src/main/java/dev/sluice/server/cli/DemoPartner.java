package dev.sluice.server.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A partner that sends orders over HTTP, one after the other: 2 % bad, 5 % sent again, 1 % sent
 * again with other content.
 */
final class DemoPartner implements AutoCloseable {
  private static final int REMEMBERED = 200;

  private final URI feed;
  private final DemoOrders.Format format;
  private final long pauseMicros;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final String session = Long.toString(System.currentTimeMillis() / 1_000, 36);
  private final List<String> sent = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private long sequence;

  /**
   * @param rate orders a second, on the average, as far as each is answered in time
   */
  DemoPartner(String feed, String url, DemoOrders.Format format, int rate) {
    this.feed = URI.create(url + "/api/feed/" + feed);
    this.format = format;
    this.pauseMicros = 1_000_000 / rate;
  }

  void start() {
    Thread.ofVirtual().name("partner").start(this::run);
  }

  private void run() {
    try {
      do {
        send(next());
      } while (!closed.await(random.nextLong(2 * pauseMicros), TimeUnit.MICROSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String next() {
    int dice = random.nextInt(100);
    if (dice < 6 && !sent.isEmpty()) {
      String before = sent.get(random.nextInt(sent.size()));
      return dice == 0 ? changed(before) : before;
    }
    sequence++;
    boolean bad = dice >= 98;
    String order = format.order(session, sequence, 1 + random.nextInt(9), bad, random);
    if (!bad) {
      sent.add(order);
      if (sent.size() > REMEMBERED) {
        sent.removeFirst();
      }
    }
    return order;
  }

  private static String changed(String order) {
    return order
        .replaceFirst("\"quantity\":(\\d+)", "\"quantity\":1$1")
        .replaceFirst("\"qty\":(\\d+)", "\"qty\":1$1");
  }

  private void send(String order) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(feed)
              .timeout(Duration.ofSeconds(10))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(order))
              .build();
      var _ = http.send(request, BodyHandlers.discarding());
    } catch (IOException e) {
      return; // the server is stopping, or too busy for a demonstration
    }
  }

  @Override
  public void close() {
    closed.countDown();
    http.shutdownNow();
  }
}
