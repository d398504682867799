package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Limits of keys, tenants and feeds. */
class RateLimitTest {
  private final List<HttpResponse<String>> refused = new ArrayList<>();

  private static String key(ControlledServer server, String tenant, String rate) throws Exception {
    HttpResponse<String> made =
        server.operator(
            "POST",
            "/api/tenants/" + tenant + "/keys",
            "{\"scopes\":[\"read\"],\"rateLimit\":" + rate + "}");
    assertEquals(201, made.statusCode(), made.body());
    return Keyed.text(TestServer.JSON.readTree(made.body()));
  }

  private static HttpResponse<String> ask(ControlledServer server, String key) throws Exception {
    return server.send("GET", "/api/feeds", "", Keyed.HEADER, key);
  }

  private static String header(HttpResponse<String> reply, String name) {
    return reply.headers().firstValue(name).orElse("");
  }

  @Test
  void three_thousand_requests_in_a_minute_on_a_key_of_a_thousand_a_minute() throws Exception {
    try (ControlledServer server = new ControlledServer()) {
      String limited = key(server, "default", "\"1000/min\"");
      String free = key(server, "default", "null");
      int accepted = 0;
      for (int i = 0; i < 3_000; i++) {
        HttpResponse<String> reply = ask(server, limited);
        if (reply.statusCode() == 200) {
          accepted++;
        } else {
          refused.add(reply);
        }
        server.clock.advance(Duration.ofMillis(20));
      }
      assertTrue(accepted >= 1_000 && accepted <= 1_050, accepted + " accepted");
      for (HttpResponse<String> reply : refused) {
        assertEquals(429, reply.statusCode());
        assertEquals("\"key\";q=1000;w=60", header(reply, "RateLimit-Policy"));
        String wait = header(reply, "Retry-After");
        assertEquals("\"key\";r=0;t=" + wait, header(reply, "RateLimit"));
        assertTrue(Integer.parseInt(wait) >= 1 && Integer.parseInt(wait) <= 60, wait);
      }
      assertEquals("40", header(refused.getFirst(), "Retry-After"));
      JsonNode problem = TestServer.JSON.readTree(refused.getFirst().body());
      assertEquals("rate-limited", problem.path("code").asString());
      assertEquals("key", problem.path("limit").path("name").asString());
      assertTrue(problem.path("retryable").asBoolean());
      HttpResponse<String> other = ask(server, free);
      assertEquals(200, other.statusCode());
      assertEquals("", header(other, "RateLimit"));
    }
  }

  @Test
  void whoever_waits_as_told_is_let_in() throws Exception {
    try (ControlledServer server = new ControlledServer()) {
      String key = key(server, "default", "\"3/min\"");
      for (int left = 2; left >= 0; left--) {
        HttpResponse<String> reply = ask(server, key);
        assertEquals(200, reply.statusCode());
        assertTrue(header(reply, "RateLimit").startsWith("\"key\";r=" + left + ";t="));
        server.clock.advance(Duration.ofSeconds(7));
      }
      HttpResponse<String> reply = ask(server, key);
      assertEquals(429, reply.statusCode());
      server.clock.advance(Duration.ofSeconds(Integer.parseInt(header(reply, "Retry-After"))));
      assertEquals(200, ask(server, key).statusCode());
      assertEquals(429, ask(server, key).statusCode());
    }
  }

  @Test
  void all_keys_of_a_tenant_share_its_limit() throws Exception {
    try (ControlledServer server = new ControlledServer()) {
      server.operator("POST", "/api/tenants", "{\"id\":\"acme\",\"rateLimit\":\"3/min\"}");
      String one = key(server, "acme", "\"2/min\"");
      String two = key(server, "acme", "null");
      HttpResponse<String> first = ask(server, one);
      assertEquals("\"key\";q=2;w=60, \"tenant\";q=3;w=60", header(first, "RateLimit-Policy"));
      assertEquals("\"key\";r=1;t=60, \"tenant\";r=2;t=60", header(first, "RateLimit"));
      assertEquals(200, ask(server, one).statusCode());
      // What its own limit refuses takes nothing of the tenant's.
      assertEquals("\"key\";r=0;t=60", header(ask(server, one), "RateLimit"));
      assertEquals(200, ask(server, two).statusCode());
      HttpResponse<String> over = ask(server, two);
      assertEquals(429, over.statusCode());
      assertEquals(
          "tenant", TestServer.JSON.readTree(over.body()).path("limit").path("name").asString());
      server.operator("PATCH", "/api/tenants/acme", "{\"rateLimit\":\"4/min\"}");
      assertEquals(200, ask(server, two).statusCode());
      assertEquals(429, ask(server, two).statusCode());
      server.operator("PATCH", "/api/tenants/acme", "{\"rateLimit\":null}");
      assertEquals(200, ask(server, two).statusCode());
    }
  }

  @Test
  void an_unknown_key_takes_nothing_and_the_operator_has_no_limit() throws Exception {
    try (ControlledServer server = new ControlledServer()) {
      String key = key(server, "default", "\"1/min\"");
      for (int i = 0; i < 5; i++) {
        assertEquals(401, ask(server, key + "x").statusCode());
        assertEquals(200, server.operator("GET", "/api/feeds", "").statusCode());
      }
      assertEquals(200, ask(server, key).statusCode());
    }
  }

  @Test
  void a_feed_has_a_limit_for_everybody_and_a_batch_counts_once() {
    String feed =
        """
        feed: slow
        dataset: orders
        rateLimit: 2/hour
        """;
    try (TestServer server = TestServer.start(false, feed)) {
      Reply one = server.post("/api/feed/slow/batch", "[{},{},{},{}]");
      assertEquals(202, one.status(), one.text());
      assertEquals("\"feed\";q=2;w=3600", one.header("RateLimit-Policy"));
      assertTrue(one.header("RateLimit").startsWith("\"feed\";r=1;t="), one.header("RateLimit"));
      assertEquals(422, server.post("/api/feed/slow", "{}").status());
      Reply over = server.post("/api/feed/slow", "{}");
      assertEquals(429, over.status());
      assertEquals("feed", over.json().path("limit").path("name").asString());
      assertEquals(200, server.get("/api/feeds/slow").status());
    }
  }

  /** The answer comes though most of the body never does. */
  @Test
  void who_is_over_the_limit_is_sent_away_before_the_body_is_read() throws Exception {
    String feed =
        """
        feed: slow
        dataset: orders
        rateLimit: 1/hour
        """;
    try (TestServer server = TestServer.start(false, feed)) {
      assertEquals(422, server.post("/api/feed/slow", "{}").status());
      URI url = URI.create(server.url());
      try (Socket socket = new Socket(url.getHost(), url.getPort())) {
        OutputStream out = socket.getOutputStream();
        out.write(
            "POST /api/feed/slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000000\r\n\r\n{"
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        socket.setSoTimeout(60_000);
        byte[] start = socket.getInputStream().readNBytes(12);
        assertEquals("HTTP/1.1 429", new String(start, StandardCharsets.US_ASCII));
      }
    }
  }

  /** A client that sends its body after its head, and its next request on the same connection. */
  @Test
  void who_is_sent_away_can_go_on_with_the_same_connection() throws Exception {
    try (TestServer server = TestServer.start(true, "")) {
      URI url = URI.create(server.url());
      try (Socket socket = new Socket(url.getHost(), url.getPort())) {
        socket.setSoTimeout(60_000);
        for (int i = 0; i < 20; i++) {
          OutputStream out = socket.getOutputStream();
          write(
              out, "POST /api/feed/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20000\r\n\r\n");
          String head = head(socket.getInputStream());
          assertTrue(head.startsWith("HTTP/1.1 401"), i + ": " + head);
          assertFalse(head.contains("Connection: close"), head);
          int length = Integer.parseInt(head.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
          assertEquals(length, socket.getInputStream().readNBytes(length).length);
          write(out, "x".repeat(20_000));
        }
      }
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new AssertionError("the connection was closed after: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }
}
