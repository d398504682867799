package dev.sluice.server.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** A server whose imports are people: without a key, with one, and as upserts. */
final class People implements AutoCloseable {
  static final String HEADER = "id,name,born,balance\n";

  private static final String SCHEMA =
      """
      schema:
        type: object
        required: [id, name]
        additionalProperties: false
        properties:
          id: {type: string, maxLength: 20}
          name: {type: string, minLength: 1}
          born: {type: [string, 'null'], format: date}
          balance: {type: [number, 'null'], multipleOf: 0.01}
      """;

  private static final String DEFINITIONS =
      "dataset: people_log\npath: people-log\n"
          + SCHEMA
          + "---\ndataset: people\npath: people\nkey: [id]\nsum: [balance]\n"
          + SCHEMA
          + "---\ndataset: people_now\npath: people-now\nkey: [id]\nmode: upsert\nsum: [balance]\n"
          + SCHEMA
          + """
          ---
          import: people-log
          dataset: people_log
          ---
          import: people
          dataset: people
          ---
          import: people-now
          dataset: people_now
          """;

  private final TestServer server = TestServer.start(false, DEFINITIONS);

  TestServer server() {
    return server;
  }

  Reply upload(String query, String body, String... headers) {
    return server.post("/api/imports?" + query, body, headers);
  }

  /** Uploads and waits for the end. */
  JsonNode load(String query, String body, String... headers) {
    Reply reply = upload(query, body, headers);
    assertEquals(202, reply.status(), reply.text());
    return ended(reply.json().path("id").asString());
  }

  JsonNode ended(String id) {
    return await(id, one -> !one.path("finishedAt").isNull());
  }

  JsonNode await(String id, Predicate<JsonNode> wanted) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    JsonNode one = show(id);
    while (!wanted.test(one)) {
      assertTrue(System.nanoTime() < deadline, "not in time: " + one);
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      one = show(id);
    }
    return one;
  }

  JsonNode show(String id) {
    Reply reply = server.get("/api/imports/" + id);
    assertEquals(200, reply.status(), reply.text());
    return reply.json();
  }

  /** The recount from the tables themselves. */
  void audit() {
    JsonNode audit = server.get("/api/books/audit").json();
    assertTrue(audit.path("balanced").asBoolean(), audit.toString());
  }

  JsonNode records(String path) {
    return server.get("/api/datasets/" + path + "/records?limit=500").json().path("items");
  }

  /** Rows {@code from} to {@code to}, all good. */
  static String rows(int from, int to) {
    StringBuilder rows = new StringBuilder(HEADER);
    for (int i = from; i <= to; i++) {
      rows.append("p").append(i).append(",Name ").append(i).append(",2001-02-03,").append(i);
      rows.append(".50\n");
    }
    return rows.toString();
  }

  @Override
  public void close() {
    server.close();
  }
}
