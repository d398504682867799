package dev.sluice.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Rule 8: a database that is away is nobody's failure. */
class DatabaseDownTest {
  @TempDir private Path folder;

  @Test
  void a_killed_database_means_503_for_a_while_and_no_attempt_used_up() throws Exception {
    Path definitions = Definitions.nexusstream(folder.resolve("definitions"), "queued");
    Path data = folder.resolve("data");
    ServerProcess server = ServerProcess.start(data, definitions, 0);
    Sender sender = new Sender(server::url);
    try {
      Orders orders = new Orders(400, 1);
      for (String body : orders.bodies().subList(0, 200)) {
        assertTrue(sender.send("/api/feed/partner-a", body).statusCode() < 500);
      }
      Path postmaster = find(data, "postmaster.pid");
      Path needed = postmaster.resolveSibling("pg_hba.conf");
      Path away = Files.move(needed, needed.resolveSibling("away"));
      killPostmaster(postmaster);
      assertUnavailable(sender, orders.bodies().get(200));
      awaitReadiness(sender, 503);
      Files.move(away, needed);
      awaitReadiness(sender, 200);
      for (String body : orders.bodies().subList(200, 400)) {
        assertTrue(sender.send("/api/feed/partner-a", body).statusCode() < 500);
      }
      awaitSettled(sender);
      JsonNode books = sender.get("/api/books").path("total");
      assertEquals(orders.valid(), books.path("stored").asLong(), books.toString());
      assertEquals(0, books.path("dead").asLong());
      assertEquals(0, sender.get("/api/books/audit").path("differences").size());
    } finally {
      server.stop();
    }
  }

  private static Path find(Path folder, String name) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }

  /** The first line of postmaster.pid is its process id. */
  private static void killPostmaster(Path pidFile) throws IOException {
    long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
    assertTrue(ProcessHandle.of(pid).orElseThrow().destroyForcibly());
  }

  /**
   * From the kill until the database is back every answer is a verdict or a 503 with Retry-After.
   */
  private static void assertUnavailable(Sender sender, String body) throws Exception {
    HttpResponse<String> response = sender.sendOnce("/api/feed/partner-a", body);
    assertTrue(response.statusCode() == 503 || response.statusCode() < 300, response.body());
    if (response.statusCode() == 503) {
      assertTrue(response.headers().firstValue("Retry-After").isPresent());
    }
  }

  private static void awaitReadiness(Sender sender, int status) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    int seen = sender.fetch("/health/ready").statusCode();
    while (seen != status) {
      assertTrue(
          System.nanoTime() < deadline, "readiness is " + seen + ", not " + status + " in time");
      TimeUnit.MILLISECONDS.sleep(20);
      seen = sender.fetch("/health/ready").statusCode();
    }
  }

  private static void awaitSettled(Sender sender) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (sender.get("/api/books").path("total").path("inFlight").asLong() != 0) {
      assertTrue(System.nanoTime() < deadline, "still in flight");
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
