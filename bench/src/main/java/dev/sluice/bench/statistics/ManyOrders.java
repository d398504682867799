package dev.sluice.bench.statistics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Posts orders of both partners, spread over a number of days, in bodies of a thousand.
 *
 * <p>Arguments: {@code PORT ORDERS DAYS}.
 */
public final class ManyOrders {
  private static final int BODY = 1_000;
  private static final int CONNECTIONS = 6;
  private static final LocalDate FIRST = LocalDate.parse("2024-01-01");

  private ManyOrders() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws InterruptedException, ExecutionException {
    int orders = Integer.parseInt(arguments[1]);
    int days = Integer.parseInt(arguments[2]);
    long start = System.nanoTime();
    try (var threads = Executors.newFixedThreadPool(CONNECTIONS);
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      List<Callable<Integer>> bodies = new ArrayList<>();
      for (int from = 0; from < orders; from += BODY) {
        int first = from;
        bodies.add(() -> post(http, arguments[0], first, Math.min(orders, first + BODY), days));
      }
      for (Future<Integer> posted : threads.invokeAll(bodies)) {
        if (posted.get() != 202) {
          throw new IllegalStateException("answered " + posted.get());
        }
      }
    }
    System.out.printf("%d orders in %d ms%n", orders, (System.nanoTime() - start) / 1_000_000);
  }

  private static int post(HttpClient http, String port, int from, int to, int days)
      throws IOException, InterruptedException {
    boolean first = from / BODY % 2 == 0;
    StringBuilder body = new StringBuilder();
    for (int i = from; i < to; i++) {
      LocalDate day = FIRST.plusDays(i * 7919L % days);
      body.append(first ? partnerA(i, day) : partnerB(i, day)).append('\n');
    }
    String feed = first ? "partner-a" : "partner-b";
    URI uri = URI.create("http://127.0.0.1:" + port + "/api/feed/" + feed + "/batch");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static String partnerA(int i, LocalDate day) {
    return """
    {"orderId":"M-%d","sequence":%d,"sku":"SKU-%d","customerId":"C-%d","quantity":%d,\
    "unitPrice":%d.99,"taxRate":0.08,"orderedAt":"%sT10:30:00.000Z"}\
    """
        .formatted(i, i, i % 997, i % 9_973, 1 + i % 9, 10 + i % 90, day);
  }

  private static String partnerB(int i, LocalDate day) {
    return """
    {"reference":"M-%d","seq":%d,"item":{"code":"SKU-%d","qty":%d,"priceCents":%d},\
    "buyer":{"id":"C-%d"},"taxPercent":8.25,"ts":%d}\
    """
        .formatted(
            i,
            i,
            i % 997,
            1 + i % 9,
            999 + i % 9_000,
            i % 9_973,
            day.toEpochDay() * 86_400 + 37_800);
  }
}
