package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Requests whose bodies come late, or never. */
class SlowBodyTest {
  private static final int PATIENCE_MILLIS = 20_000;

  /** A connection that sends what it is told to, and stays open. */
  private record Peer(Socket socket, BufferedReader in) implements AutoCloseable {
    static Peer of(TestServer server) throws IOException {
      URI url = URI.create(server.url());
      Socket socket = new Socket(url.getHost(), url.getPort());
      // A server that waits for the body would be waited for longer than this.
      socket.setSoTimeout(PATIENCE_MILLIS);
      return new Peer(
          socket,
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
    }

    void send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    }

    /** A blank after the other, until the server has enough. */
    void trickle() {
      try {
        while (!socket.isClosed()) {
          send("1\r\n \r\n");
          Thread.sleep(50);
        }
      } catch (IOException e) {
        // as it should
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** The head of an answer; what follows is its body. */
    String head() throws IOException {
      StringBuilder head = new StringBuilder();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        head.append(line).append('\n');
      }
      return head.toString();
    }

    JsonNode problem(String head) throws IOException {
      assertTrue(head.contains("Content-Type: application/problem+json\n"), head);
      char[] body = new char[4_096];
      int read = in.read(body);
      return TestServer.JSON.readTree(new String(body, 0, read));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void who_is_refused_is_told_so_before_the_body_has_come() throws IOException {
    try (TestServer server = TestServer.start();
        Peer peer = Peer.of(server)) {
      peer.send("PUT /api/feed/partner-a HTTP/1.1\r\nHost: localhost\r\n");
      peer.send("Content-Length: 7\r\n\r\n{");
      String head = peer.head();
      assertTrue(head.startsWith("HTTP/1.1 405 "), head);
      assertEquals("method-not-allowed", peer.problem(head).path("code").asString());

      // The rest of the body belongs to it, and the connection goes on.
      peer.send("\"a\":1}GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
      String next = peer.head();
      assertTrue(next.startsWith("HTTP/1.1 200 "), next);
    }
  }

  @Test
  void who_asks_before_sending_is_not_asked_to_send_what_is_refused() throws IOException {
    try (TestServer server = TestServer.start();
        Peer peer = Peer.of(server)) {
      peer.send("POST /api/feed/nobody HTTP/1.1\r\nHost: localhost\r\n");
      peer.send("Expect: 100-continue\r\nContent-Length: 7\r\n\r\n");
      String head = peer.head();
      assertTrue(head.startsWith("HTTP/1.1 404 "), head);
      assertTrue(head.contains("Connection: close\n"), head);
    }
  }

  @Test
  void a_defect_of_any_kind_is_a_problem() throws Exception {
    try (ControlledServer server = new ControlledServer()) {
      server.fault =
          () -> {
            throw new StackOverflowError();
          };
      var answer = server.operator("POST", "/api/live/tickets", "");
      assertEquals(500, answer.statusCode());
      assertEquals("internal", TestServer.JSON.readTree(answer.body()).path("code").asString());
    }
  }

  @Test
  void who_has_sent_little_keeps_no_room_from_others() throws Exception {
    try (TestServer server = TestServer.start();
        Peer one = Peer.of(server);
        Peer two = Peer.of(server)) {
      for (Peer peer : new Peer[] {one, two}) {
        peer.send("POST /api/feed/partner-a/batch HTTP/1.1\r\nHost: localhost\r\n");
        peer.send("Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n1\r\n[\r\n");
        assertTrue(peer.head().startsWith("HTTP/1.1 100 "), "it is waited for");
      }
      String large = "[" + " ".repeat(200_000) + TestServer.order("slow", 1) + "]";
      var reply = server.post("/api/feed/partner-a/batch", large);
      assertEquals(202, reply.status(), reply.text());
    }
  }

  @Test
  void who_keeps_room_and_sends_slowly_gives_way_to_others() throws Exception {
    try (TestServer server = TestServer.start();
        Peer one = Peer.of(server);
        Peer two = Peer.of(server)) {
      for (Peer peer : new Peer[] {one, two}) {
        peer.send("POST /api/feed/partner-a/batch HTTP/1.1\r\nHost: localhost\r\n");
        peer.send("Transfer-Encoding: chunked\r\n\r\n11171\r\n[" + " ".repeat(70_000) + "\r\n");
        Thread.ofVirtual().start(peer::trickle);
      }
      String large = "[" + " ".repeat(200_000) + TestServer.order("slow", 1) + "]";
      // Until both have what they want of the room.
      server.await(() -> server.post("/api/feed/partner-a/batch", large).status() == 503);
      for (Peer peer : new Peer[] {one, two}) {
        String head = peer.head();
        assertTrue(head.startsWith("HTTP/1.1 503 "), head);
        assertEquals("overloaded", peer.problem(head).path("code").asString());
      }
      assertEquals(202, server.post("/api/feed/partner-a/batch", large).status());
    }
  }

  @Test
  void a_body_that_never_comes_is_a_problem_also_when_the_server_stops() throws Exception {
    try (TestServer server = TestServer.start();
        Peer feed = Peer.of(server);
        Peer upload = Peer.of(server)) {
      String rest = " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n";
      for (Peer peer : new Peer[] {feed, upload}) {
        String path = peer == feed ? "/api/feed/partner-a" : "/api/tenants";
        peer.send("POST " + path + rest + "Expect: 100-continue\r\n\r\n{");
        assertTrue(peer.head().startsWith("HTTP/1.1 100 "), "it is waited for");
      }
      Thread stopping = Thread.ofVirtual().start(server::restart);
      for (Peer peer : new Peer[] {feed, upload}) {
        String head = peer.head();
        assertTrue(head.startsWith("HTTP/1.1 408 "), head);
        assertTrue(head.contains("Connection: close\n"), head);
        JsonNode problem = peer.problem(head);
        assertEquals("timeout", problem.path("code").asString());
        assertTrue(problem.path("retryable").asBoolean());
      }
      stopping.join();
    }
  }
}
