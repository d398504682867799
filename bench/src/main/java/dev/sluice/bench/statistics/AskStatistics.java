package dev.sluice.bench.statistics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;

/**
 * Asks one question again and again, one after the other, and says how long the answers took.
 *
 * <p>Arguments: {@code PORT PATH TIMES}; as many again first, to warm up.
 */
public final class AskStatistics {
  private AskStatistics() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int times = Integer.parseInt(arguments[2]);
    long[] nanos = new long[times];
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + arguments[0] + arguments[1]))
            .build();
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int i = -times; i < times; i++) {
        long start = System.nanoTime();
        HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
          throw new IllegalStateException("answered " + answer.statusCode());
        }
        if (i >= 0) {
          nanos[i] = System.nanoTime() - start;
        }
      }
    }
    Arrays.sort(nanos);
    System.out.printf(
        "%-60s p50 %.2f ms, p99 %.2f ms, most %.2f ms%n",
        arguments[1],
        nanos[times / 2] / 1e6,
        nanos[times * 99 / 100] / 1e6,
        nanos[times - 1] / 1e6);
  }
}
