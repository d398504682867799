package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every error is a problem, and nobody gets in who may not. */
class ProblemsTest {
  private static TestServer open;
  private static TestServer locked;

  @BeforeAll
  static void start() {
    open = TestServer.start();
    locked = TestServer.start(true, "");
  }

  @AfterAll
  static void stop() {
    open.close();
    locked.close();
  }

  private static void problem(int status, String code, Reply reply) {
    assertEquals(status, reply.status(), reply.text());
    assertEquals("application/problem+json", reply.header("Content-Type"));
    assertEquals(code, reply.code());
    assertEquals(status, reply.json().path("status").asInt());
    assertTrue(reply.json().path("errors").isArray());
    assertTrue(reply.json().path("retryable").isBoolean());
    assertEquals(reply.header("X-Correlation-Id"), reply.json().path("correlationId").asString());
    for (String name : new String[] {"type", "title", "detail"}) {
      assertFalse(reply.json().path(name).asString("").isEmpty(), name);
    }
  }

  @Test
  void errors_are_problems() {
    problem(404, "not-found", open.get("/nothing"));
    problem(404, "not-found", open.get("/api/orders/018f4c3e-0000-7000-8000-000000000000"));
    problem(405, "method-not-allowed", open.send("PUT", "/api/feeds"));
    problem(405, "method-not-allowed", open.get("/api/feed/partner-a"));
    assertEquals("POST", open.get("/api/feed/partner-a").header("Allow"));
    Reply both = open.send("PATCH", "/api/dead-letters/018f4c3e-0000-7000-8000-000000000000");
    assertEquals(Set.of("GET", "HEAD", "DELETE"), Set.of(both.header("Allow").split(", ")));
    assertTrue(both.json().path("detail").asString().contains("DELETE"), both.text());
    problem(
        415,
        "content-type",
        open.post("/api/feed/partner-a", "{}", "Content-Type", "application/xml"));
    problem(413, "limit-body-bytes", open.post("/api/feed/partner-a", "[" + " ".repeat(5 << 20)));
    problem(401, "unauthorized", locked.get("/api/orders"));
  }

  @Test
  void a_charset_nobody_knows_is_no_failure_of_the_server() {
    Reply reply =
        open.post("/api/feed/partner-a", "{}", "Content-Type", "application/json; charset=foo");
    assertTrue(reply.status() < 500, reply.text());
  }

  @Test
  void a_correlation_id_is_kept_if_it_can_be_and_made_if_not() {
    assertEquals(
        "abc-1", open.get("/health/live", "X-Correlation-Id", "abc-1").header("X-Correlation-Id"));
    String tooLong = "x".repeat(129);
    String made = open.get("/health/live", "X-Correlation-Id", tooLong).header("X-Correlation-Id");
    assertNotEquals(tooLong, made);
    assertEquals(36, made.length());
  }

  @Test
  void the_operators_token_opens_everything_but_health_needs_none() throws IOException {
    Path file = locked.data().resolve("operator.token");
    String token = Files.readString(file).strip();

    assertEquals(64, token.length());
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
    assertEquals(200, locked.get("/api/orders", "Authorization", "Bearer " + token).status());
    assertEquals(401, locked.get("/api/orders", "Authorization", "Bearer x" + token).status());
    assertEquals(401, locked.post("/api/feed/partner-a", "{}").status());
    assertEquals(401, locked.get("/metrics").status());
    assertEquals(200, locked.get("/health/live").status());
    assertEquals(200, locked.get("/health/ready").status());
  }

  @Test
  void without_a_login_no_web_page_from_elsewhere_gets_in() {
    problem(
        403,
        "cross-origin",
        open.post("/api/feed/partner-a", "{}", "Origin", "https://evil.example"));
    assertEquals(200, open.get("/api/orders", "Origin", open.url()).status());
    assertEquals("", open.get("/api/orders").header("Access-Control-Allow-Origin"));
  }

  @Test
  void what_is_no_http_is_a_problem_too() throws IOException {
    URI url = URI.create(open.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.getOutputStream().write("GET / HTTP/9.9\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.contains("application/problem+json"), answer);
      assertFalse(answer.contains("at org.eclipse"), answer);
    }
    Reply large = open.get("/health/live", "X-Large", "x".repeat(20_000));
    assertEquals(431, large.status());
    assertEquals("application/problem+json", large.header("Content-Type"));
  }
}
