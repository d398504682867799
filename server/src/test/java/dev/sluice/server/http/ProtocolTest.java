package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Requests that no route ever sees, since they are no good HTTP. */
class ProtocolTest {
  private static final String HOST = "Host: localhost\r\nConnection: close\r\n";

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(true, "");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String raw(String request) throws IOException {
    URI url = URI.create(server.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String get(String path, String headers) {
    return "GET " + path + " HTTP/1.1\r\n" + HOST + headers + "\r\n";
  }

  /** The problem's detail; it must have everything a problem has. */
  private static String problem(int status, String code, String title, String answer) {
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    int end = answer.indexOf("\r\n\r\n");
    String head = answer.substring(0, end);
    assertTrue(head.contains("Content-Type: application/problem+json"), answer);
    JsonNode problem = TestServer.JSON.readTree(answer.substring(end + 4));
    String id = problem.path("correlationId").asString();
    assertFalse(id.isEmpty(), answer);
    assertTrue(
        head.toLowerCase(Locale.ROOT).contains("\r\nx-correlation-id: " + id + "\r\n")
            || head.toLowerCase(Locale.ROOT).endsWith("\r\nx-correlation-id: " + id),
        answer);
    assertEquals(status, problem.path("status").asInt());
    assertEquals(code, problem.path("code").asString());
    assertEquals(title, problem.path("title").asString());
    assertFalse(answer.contains("Exception"), answer);
    return problem.path("detail").asString();
  }

  @Test
  void what_is_no_http_is_told_how_to_be() throws IOException {
    for (String path : new String[] {"/api/feeds/%zz", "/api/feeds/%00"}) {
      String detail = problem(400, "http", "Bad Request", raw(get(path, "")));
      assertTrue(detail.contains("%25") && detail.contains("NUL"), detail);
    }
    String hosts = problem(400, "http", "Bad Request", raw(get("/", "Host: other\r\n")));
    assertTrue(hosts.contains("Host"), hosts);
    String header = raw(get("/api/feeds", "X-Large: " + "x".repeat(20_000) + "\r\n"));
    String large = problem(431, "http", "Request Header Fields Too Large", header);
    assertTrue(large.contains("16384"), large);
    String path = raw(get("/api/feeds/" + "x".repeat(20_000), ""));
    String longer = problem(414, "http", "URI Too Long", path);
    assertTrue(longer.contains("16384"), longer);
    String expects = raw(get("/api/feeds", "Expect: x\r\n"));
    String expected = problem(417, "http", "Expectation Failed", expects);
    assertTrue(expected.contains("100-continue"), expected);
  }

  @Test
  void a_correlation_id_that_could_be_read_is_kept() throws IOException {
    String answer = raw(get("/api/feeds", "X-Correlation-Id: protocol-1\r\nExpect: x\r\n"));
    assertTrue(answer.contains("\"correlationId\":\"protocol-1\""), answer);
  }

  @Test
  void a_method_that_is_none_is_refused_before_anything_else() throws IOException {
    for (String method : new String[] {"get", "Get", "G3T", "HIDDEN", "x-y"}) {
      String answer = raw(get("/api/feeds", "").replaceFirst("GET", method));
      String detail = problem(405, "method-not-allowed", "Method Not Allowed", answer);
      assertTrue(detail.contains("upper case"), detail);
      assertTrue(answer.contains("Allow: GET, HEAD, "), answer);
    }
  }

  @Test
  void broken_chunks_are_not_called_gzip() throws IOException {
    String token = server.operator()[1];
    for (String path : new String[] {"/api/feed/partner-a", "/api/feed/partner-a/batch"}) {
      for (String encoding : new String[] {"", "Content-Encoding: gzip\r\n"}) {
        String head =
            "POST %s HTTP/1.1\r\n%sAuthorization: %s\r\nTransfer-Encoding: chunked\r\n%s\r\n"
                .formatted(path, HOST, token, encoding);
        String answer = raw(head + "zz\r\n");
        String detail = problem(400, "body", "Bad Request", answer);
        assertTrue(detail.contains("chunked encoding is broken"), detail);
      }
      String head =
          "POST %s HTTP/1.1\r\n%sAuthorization: %s\r\nContent-Encoding: gzip\r\n"
                  .formatted(path, HOST, token)
              + "Content-Length: 4\r\n\r\nabcd";
      problem(400, "not-gzip", "Bad Request", raw(head));
    }
  }

  @Test
  void a_header_makes_no_other_method_of_a_request() throws IOException {
    String token = "Authorization: " + server.operator()[1] + "\r\n";
    for (String method : new String[] {"DELETE", "POST", "delete", "MADEUP", "a b", ""}) {
      String override = "X-HTTP-Method-Override: " + method + "\r\n";
      String answer = raw(get("/api/feeds", token + override));
      assertTrue(answer.startsWith("HTTP/1.1 200 "), method + ": " + answer);
      String stranger = raw(get("/api/feeds", override));
      problem(401, "unauthorized", "Unauthorized", stranger);
    }
  }

  @Test
  void a_request_to_become_a_websocket_leaves_no_session() throws IOException {
    String wish =
        "Connection: Upgrade\r\n"
            + "Upgrade: websocket\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    String version = "Sec-WebSocket-Version: 13\r\n";
    for (String path : new String[] {"/api/live?topics=runs", "/api/feeds", "/nowhere"}) {
      String answer = raw(get(path, wish + version));
      assertFalse(answer.contains("Set-Cookie"), answer);
      assertFalse(answer.startsWith("HTTP/1.1 101 "), answer);
    }
  }

  @Test
  void a_websocket_where_there_is_none_is_told_where_there_is_one() throws IOException {
    String wish =
        "Upgrade: websocket\r\n"
            + "Connection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    String elsewhere = raw(get("/api/feeds", wish + "Sec-WebSocket-Version: 13\r\n"));
    String detail = problem(404, "http", "Not Found", elsewhere);
    assertTrue(detail.contains("/api/live"), detail);
    String token = "Authorization: " + server.operator()[1] + "\r\n";
    String old = raw(get("/api/live", token + wish + "Sec-WebSocket-Version: 8\r\n"));
    problem(426, "websocket-version", "Upgrade Required", old);
    assertTrue(old.contains("Sec-WebSocket-Version: 13\r\n"), old);
    assertTrue(old.contains("Upgrade: websocket\r\n"), old);
  }

  @Test
  void a_length_that_contradicts_itself_is_told_so() throws IOException {
    String both = "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n";
    for (String lengths : new String[] {both, "Content-Length: 2\r\nContent-Length: 3\r\n"}) {
      String detail = problem(400, "http", "Bad Request", raw(get("/api/feeds", lengths)));
      assertTrue(detail.contains("Content-Length"), detail);
      assertTrue(detail.contains("Transfer-Encoding: chunked"), detail);
    }
  }

  @Test
  void another_version_of_http_is_told_which_is_spoken() throws IOException {
    for (String version : new String[] {"HTTP/1.2", "HTTP/2.0", "HTTP/9.9"}) {
      String answer = raw(get("/api/feeds", "").replaceFirst("HTTP/1.1", version));
      String detail = problem(505, "http", "HTTP Version Not Supported", answer);
      assertTrue(detail.contains("HTTP/1.1"), detail);
    }
  }

  @Test
  void options_of_everything_is_not_taken_for_a_websocket() throws IOException {
    String answer = raw("OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n");
    String detail = problem(404, "not-found", "Not Found", answer);
    assertFalse(detail.contains("WebSocket"), detail);
  }

  @Test
  void several_encodings_in_several_headers_are_several() throws IOException {
    for (String first : new String[] {"gzip", "identity"}) {
      String answer =
          raw(
              "POST /api/feed/partner-a HTTP/1.1\r\n%sAuthorization: %s\r\n"
                      .formatted(HOST, server.operator()[1])
                  + "Content-Encoding: %s\r\nContent-Encoding: gzip\r\n".formatted(first)
                  + "Content-Length: 2\r\n\r\n{}");
      problem(415, "content-encoding", "Unsupported Media Type", answer);
    }
  }
}
