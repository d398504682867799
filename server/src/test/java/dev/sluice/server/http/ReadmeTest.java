package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The README's calls do what the README says. */
class ReadmeTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of(System.getProperty("sluice.root", ".."), "README.md"));
  }

  private static JsonNode books() {
    JsonNode audit = server.get("/api/books/audit").json();
    assertEquals(0, audit.path("differences").size(), audit.toString());
    return server.get("/api/books").json();
  }

  @Test
  void a_bad_order_is_seen_edited_replayed_and_stored_in_five_lines() throws IOException {
    String section = readme().split("## Fix what could not land", 2)[1];
    String first =
        section.lines().filter(line -> line.startsWith("    curl")).findFirst().orElseThrow();
    Reply refused = CurlLine.parse(first).send(server);
    assertEquals(422, refused.status(), refused.text());
    String letter = refused.json().path("deadLetterId").asString();
    JsonNode before = books();
    List<Reply> replies =
        section
            .split("<!-- desk: run by ReadmeTest -->", 2)[1]
            .lines()
            .dropWhile(String::isBlank)
            .takeWhile(line -> line.startsWith("    curl"))
            .map(line -> CurlLine.parse(line.replace("$ID", letter)).send(server))
            .toList();
    assertEquals(5, replies.size());
    for (Reply reply : replies) {
      assertEquals(200, reply.status(), reply.text());
    }
    assertEquals("\"1\"", replies.get(0).header("ETag"));
    assertEquals("open", replies.get(0).json().path("state").asString());
    JsonNode validation = replies.get(1).json().path("validation");
    assertEquals("stored", validation.path("outcome").asString());
    assertEquals("stored", replies.get(2).json().path("status").asString());
    JsonNode orders = replies.get(3).json().path("items");
    assertEquals(1, orders.size());
    assertEquals(7, orders.path(0).path("quantity").asInt());
    assertEquals(replies.get(2).json().path("id"), orders.path(0).path("id"));
    JsonNode after = replies.get(4).json();
    assertEquals(before.path("total"), after.path("total"));
    assertEquals(1, before.path("openProblems").asInt());
    assertEquals(0, after.path("openProblems").asInt());
    assertEquals(1, after.path("resolved").asInt());
    assertEquals(after, books());
    JsonNode left = server.get("/api/dead-letters?state=open").json().path("items");
    assertEquals(0, left.size());
    assertTrue(server.get("/api/dead-letters").text().contains(letter), "it is still to be seen");
  }
}
