package dev.sluice.server.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Columns may be called what the platform's own SQL calls its things, or what SQL reserves. */
class AwkwardNamesTest {
  private static final String[] NAMES = {
    "id",
    "i",
    "t",
    "r",
    "o",
    "d",
    "k",
    "s",
    "g",
    "c",
    "c0",
    "b",
    "row",
    "given",
    "position",
    "fingerprint",
    "gone",
    "old",
    "runs",
    "deltas",
    "dataset",
    "tenant",
    "run",
    "batch",
    "image",
    "select",
    "order",
    "table",
    "user",
    "looked",
    "md5",
    "correlation",
    "value"
  };

  private static TestServer server;

  private static String dataset(String name, String more) {
    StringBuilder text = new StringBuilder("dataset: " + name + "\npath: " + name + "\n");
    text.append("key: [id, i]\nsource: source\ntime: day\nsum: [count, sums]\nfilter: [t]\n");
    text.append(more).append("schema:\n  type: object\n  required: [id, i, day]\n  properties:\n");
    for (String column : NAMES) {
      text.append("    '").append(column).append("': {type: string}\n");
    }
    text.append("    source: {type: string}\n    day: {type: string, format: date-time}\n");
    text.append("    count: {type: integer}\n    sums: {type: number, multipleOf: 0.01}\n");
    text.append("    n: {type: integer}\n");
    text.append("---\nimport: ").append(name).append("\ndataset: ").append(name);
    text.append("\n---\nfeed: ").append(name).append("\ndataset: ").append(name).append("\n---\n");
    return text.toString();
  }

  @BeforeAll
  static void start() {
    String all =
        dataset("inserts", "")
            + dataset("keeps", "onConflict: keep\n")
            + dataset("upserts", "mode: upsert\nversion: n\n");
    server = TestServer.start(false, all.substring(0, all.length() - 4));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String file(int from, int to, int version) {
    StringBuilder csv = new StringBuilder("source,day,count,sums,n");
    for (String name : NAMES) {
      csv.append(',').append(name);
    }
    for (int row = from; row <= to; row++) {
      csv.append("\nshop,2026-03-0").append(1 + row % 9).append("T10:00:00Z,2,1.25,");
      csv.append(version);
      for (String name : NAMES) {
        csv.append(',').append(name.equals("id") ? "id" + row : name);
      }
    }
    return csv.append('\n').toString();
  }

  private static JsonNode load(String query, String body) throws InterruptedException {
    Reply reply = server.post("/api/imports?" + query, body, "Content-Type", "text/csv");
    assertEquals(202, reply.status(), reply.text());
    return await(reply.header("Location"), one -> !one.path("finishedAt").isNull());
  }

  private static JsonNode await(String path, Predicate<JsonNode> wanted)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    JsonNode one = server.get(path).json();
    while (!wanted.test(one)) {
      assertTrue(System.nanoTime() < deadline, "not in time: " + one);
      TimeUnit.MILLISECONDS.sleep(20);
      one = server.get(path).json();
    }
    return one;
  }

  private static String books(JsonNode one) {
    JsonNode books = one.path("books");
    return books.path("stored") + " " + books.path("duplicate") + " " + books.path("rejected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inserts", "keeps", "upserts"})
  void rows_are_loaded_compared_and_taken_back(String dataset) throws Exception {
    assertEquals("9 0 0", books(load("type=" + dataset, file(1, 9, 1))));
    String meeting = file(5, 14, 1);
    String dry = books(load("dryRun=true&type=" + dataset, meeting));
    JsonNode second = load("type=" + dataset, meeting);
    assertEquals("5 5 0", books(second));
    assertEquals(dry, books(second));
    JsonNode other = load("type=" + dataset, file(13, 16, 2));
    assertEquals(
        switch (dataset) {
          case "inserts" -> "2 0 2";
          case "keeps" -> "2 2 0";
          default -> "4 0 0";
        },
        books(other));

    String record = server.get("/api/datasets/" + dataset + "/records?t=t&limit=1").text();
    assertTrue(record.contains("\"fingerprint\":\"fingerprint\""), record);
    Reply again =
        server.post(
            "/api/feed/" + dataset,
            "{\"id\":\"id1\",\"i\":\"i\",\"day\":\"2026-03-02T10:00:00Z\",\"n\":7}");
    assertEquals(dataset.equals("inserts") ? 409 : 202, again.status(), again.text());

    String id = other.path("id").asString();
    assertEquals(202, server.post("/api/imports/" + id + "/undo", "").status());
    JsonNode undone =
        await("/api/imports/" + id, one -> one.at("/undo/status").asString("").equals("completed"));
    assertEquals(0, undone.at("/undo/kept").asLong(), undone.toString());
    JsonNode statistics = server.get("/api/datasets/" + dataset + "/stats?fresh=true").json();
    assertEquals(14, statistics.path("total").asLong(), statistics.toString());
    JsonNode audit = server.get("/api/books/audit").json();
    assertTrue(audit.path("balanced").asBoolean(), audit.toString());
  }
}
