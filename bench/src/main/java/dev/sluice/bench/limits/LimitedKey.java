package dev.sluice.bench.limits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * One key far over its limit, another tenant's at a steady pace, each request when it is due
 * whatever became of those before; latency counts from when it was due.
 *
 * <p>Arguments: {@code PORT LIMITED OTHER PERMITS REQUESTS SECONDS OTHERS}: files with the keys,
 * permits a minute, requests of the limited key within so many seconds, posts a second of the
 * other.
 */
public final class LimitedKey {
  private static final double TARGET_MILLIS = 200;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;

  private LimitedKey(String port) {
    this.url = "http://127.0.0.1:" + port + "/api/feed/";
  }

  @SuppressWarnings("SystemOut") // figures for whoever runs it
  public static void main(String[] arguments) throws IOException {
    LimitedKey load = new LimitedKey(arguments[0]);
    String limited = Files.readString(Path.of(arguments[1])).strip();
    String other = Files.readString(Path.of(arguments[2])).strip();
    Answers answers = new Answers(Integer.parseInt(arguments[3]));
    int requests = Integer.parseInt(arguments[4]);
    int seconds = Integer.parseInt(arguments[5]);
    int others = Integer.parseInt(arguments[6]) * seconds;
    for (int i = 0; i < 200; i++) {
      HttpResponse<String> unused = load.post("other", other, "warm-" + i); // compiled by then
    }
    double[] millis = new double[others];
    int[] landed = new int[1];
    long start = System.nanoTime();
    Thread aside =
        Thread.ofPlatform()
            .start(() ->
                paced(
                    start,
                    others,
                    seconds,
                    i -> {
                      int status = load.post("other", other, "o-" + i).statusCode();
                      millis[i] = (System.nanoTime() - due(start, i, others, seconds)) / 1e6;
                      if (status == 202) {
                        synchronized (landed) {
                          landed[0]++;
                        }
                      }
                    }));
    // The last comes before the first one's permit is free again, also where it comes late.
    paced(start, requests, seconds - 1, i -> answers.add(load.post("limited", limited, "l-" + i)));
    join(aside);
    Arrays.sort(millis);
    double p99 = millis[(int) Math.ceil(others * 0.99) - 1];
    System.out.println(answers);
    System.out.printf(
        "other tenant: %d posts, %d not accepted; p50 %.1f ms, p99 %.1f ms, slowest %.1f ms%n",
        others, others - landed[0], millis[others / 2], p99, millis[others - 1]);
    boolean passed = answers.passed(requests) && landed[0] == others && p99 < TARGET_MILLIS;
    System.out.println(passed ? "as it must be" : "NOT as it must be");
    System.exit(passed ? 0 : 1);
  }

  private static long due(long start, int i, int count, int seconds) {
    return start + TimeUnit.SECONDS.toNanos(seconds) * i / count;
  }

  private static void paced(long start, int count, int seconds, IntConsumer request) {
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        int number = i;
        for (long wait = due(start, i, count, seconds) - System.nanoTime();
            wait > 0;
            wait = due(start, i, count, seconds) - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
        each.execute(() -> request.accept(number));
      }
    }
  }

  private HttpResponse<String> post(String feed, String key, String order) {
    String body =
        """
        {"orderId":"%s","sequence":1,"sku":"SKU-1","customerId":"CUST-1","quantity":1,\
        "unitPrice":1.50,"taxRate":0.08,"orderedAt":"2024-01-15T10:30:00Z"}\
        """
            .formatted(order);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + feed))
            .header("X-API-Key", key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
