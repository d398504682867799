package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code ordered: true}: one sender's records land in the order they came (N26, decision 8). */
class OrderedTest {
  private static final int EACH = 60;
  private static final String DEFINITIONS =
      """
      dataset: latest
      key: [sender]
      mode: upsert
      source: sender
      sequence: number
      schema:
        type: object
        required: [sender, number]
        properties:
          sender: {type: string}
          number: {type: integer}
      ---
      feed: later
      dataset: latest
      landing: queued
      ordered: true
      ---
      feed: now
      dataset: latest
      ordered: true
      """;

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(false, DEFINITIONS);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String state(String sender, int number) {
    return "{\"sender\":\"" + sender + "\",\"number\":" + number + "}";
  }

  private static int landed(String sender) {
    for (JsonNode one :
        server.get("/api/latest?limit=100&sender=" + sender).json().path("items").values()) {
      return one.path("number").asInt();
    }
    return 0;
  }

  @Test
  void senders_at_two_processes_land_in_order_by_any_worker() throws Exception {
    List<String> senders = List.of("A", "B", "C");
    AtomicBoolean done = new AtomicBoolean();
    try (TestServer twin = server.twin();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> watching = new ArrayList<>();
      for (String sender : senders) {
        watching.add(
            threads.submit(() -> {
              for (int last = 0; !done.get(); ) {
                int now = landed(sender);
                assertTrue(now >= last, sender + " went from " + last + " to " + now);
                last = now;
              }
            }));
      }
      List<Callable<Integer>> sending = new ArrayList<>();
      for (String sender : senders) {
        sending.add(() -> {
          for (int number = 1; number <= EACH; number++) {
            TestServer at = number % 2 == 0 ? server : twin;
            assertEquals(202, at.post("/api/feed/later", state(sender, number)).status());
          }
          return 0;
        });
      }
      try {
        for (Future<Integer> sent : threads.invokeAll(sending)) {
          sent.get();
        }
        for (String sender : senders) {
          server.await(() -> landed(sender) == EACH);
        }
      } finally {
        done.set(true);
      }
      for (Future<?> watched : watching) {
        watched.get();
      }
    }
    assertBooks();
  }

  @Test
  void records_of_many_senders_in_one_body_wait_in_their_own_lanes() {
    StringBuilder body = new StringBuilder();
    for (int number = 1; number <= 40; number++) {
      body.append(state("M" + number % 4, number)).append('\n');
      if (number % 10 == 0) {
        body.append("{\"number\":").append(-number).append("}\n");
      }
    }
    JsonNode answer = server.post("/api/feed/later/batch", body.toString()).json();
    assertEquals(40, answer.path("accepted").asInt());
    assertEquals(4, answer.path("rejected").asInt());
    assertEquals(10, answer.path("rejections").path(0).path("index").asInt());
    for (int sender = 0; sender < 4; sender++) {
      int last = sender == 0 ? 40 : 36 + sender;
      String name = "M" + sender;
      server.await(() -> landed(name) == last);
    }
    assertBooks();
  }

  @Test
  void what_lands_at_once_lands_in_order() {
    for (int number = 1; number <= EACH; number++) {
      assertEquals(
          "stored",
          server.post("/api/feed/now", state("N", number)).json().path("status").asString());
      assertEquals(number, landed("N"));
    }
  }

  @Test
  void a_feed_says_that_it_is_ordered() {
    assertTrue(server.get("/api/feeds/later").json().path("ordered").asBoolean());
    assertTrue(!server.get("/api/feeds/partner-a").json().path("ordered").asBoolean());
  }

  private static void assertBooks() {
    server.await(() -> server.get("/api/books").json().path("total").path("inFlight").asInt() == 0);
    assertTrue(server.get("/api/books/audit").json().path("balanced").asBoolean());
  }
}
