package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bodies meant to break something: refused by name, and never a 5xx. */
class HostileBodiesTest {
  /** Valid by RFC 8259, refused by us: a repeated name is lost data. */
  private static final Set<String> DEVIATIONS =
      Set.of("y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json");

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<Path> suite() throws IOException {
    Path folder =
        Path.of(System.getProperty("sluice.shared", "../../shared"), "corpora", "jsontestsuite");
    if (!Files.isDirectory(folder)) {
      return List.of(); // the core holds its own copy of what matters against the parser
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("[ny]_.*\\.json"))
          .sorted()
          .toList();
    }
  }

  @Test
  void json_test_suite() throws IOException {
    for (Path file : suite()) {
      String name = file.getFileName().toString();
      Reply reply = server.post("/api/feed/partner-a", Files.readAllBytes(file));
      assertTrue(reply.status() < 500, name + " " + reply.status());
      if (name.startsWith("n_") || DEVIATIONS.contains(name)) {
        assertTrue(reply.status() >= 400, name + " " + reply.status());
      } else {
        assertNotEquals(400, reply.status(), name + " " + reply.text());
      }
    }
  }

  @Test
  void limits_are_named() {
    StringBuilder keys = new StringBuilder("{\"a\":1");
    for (int i = 0; i < 300_000; i++) {
      keys.append(",\"k").append(i).append("\":1");
    }
    refused("tokens", keys.append('}').toString());
    refused("depth", "[".repeat(100_000));
    refused("depth", "{\"a\":".repeat(100_000));
    refused("number-length", "{\"a\":" + "9".repeat(3_000_000) + "}");
    refused("body-bytes", "{\"a\":" + "9".repeat(10_000_000) + "}");
    refused("body-bytes", "{\"a\":\"" + "x".repeat(9_000_000) + "\"}");
    refused("string-length", "{\"a\":\"" + "x".repeat(2_000_000) + "\"}");
    refused("number-magnitude", "{\"a\":1e1000000000}");
  }

  private static void refused(String limit, String body) {
    Reply reply = server.post("/api/feed/partner-a", body);
    assertTrue(reply.status() == 400 || reply.status() == 413, limit + " " + reply.status());
    assertEquals(limit, reply.json().path("limit").path("name").asString(), reply.text());
  }

  @Test
  void a_gzip_bomb_is_refused_by_its_limit() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
      byte[] blanks = " ".repeat(1 << 20).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      for (int i = 0; i < 100; i++) {
        out.write(blanks);
      }
    }
    for (String path : new String[] {"/api/feed/partner-a", "/api/feed/partner-a/batch"}) {
      Reply reply = server.post(path, bomb.toByteArray(), "Content-Encoding", "gzip");
      assertEquals(413, reply.status(), path + reply.text());
      assertEquals("body-bytes", reply.json().path("limit").path("name").asString(), path);
    }
  }
}
