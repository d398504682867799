package dev.sluice.server.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** B23, B42: what is asked of an upload before its file is read, and how many are under way. */
class UploadLimitsTest {
  private static final String NOTES =
      """
      dataset: notes
      path: notes
      schema: {type: object, properties: {id: {type: string}, name: {type: string}}}
      ---
      """;
  private static final String FILE = "id\na\nb\n";

  private static String upload(TestServer server, String type) {
    Reply reply = server.post("/api/imports?type=" + type, FILE);
    assertEquals(202, reply.status(), reply.text());
    return reply.json().path("id").asString();
  }

  private static long depth(TestServer server) {
    for (JsonNode queue : server.get("/api/queues").json().path("items")) {
      if (queue.path("queue").asString().equals("import")) {
        return queue.path("depth").asLong();
      }
    }
    throw new AssertionError("there is no queue of imports");
  }

  @Test
  void a_type_has_a_limit_for_each_tenant_however_a_file_is_sent() {
    String limited = NOTES + "import: notes\ndataset: notes\nrateLimit: 2/hour\n";
    try (TestServer server = TestServer.start(false, limited)) {
      server.post("/api/tenants", "{\"id\":\"acme\"}");
      Reply one = server.post("/api/imports?type=notes", FILE);
      assertEquals(202, one.status(), one.text());
      assertEquals("\"import\";q=2;w=3600", one.header("RateLimit-Policy"));
      Reply announced = server.post("/api/imports", "{\"type\":\"notes\"}");
      assertEquals(201, announced.status(), announced.text());
      String content = "/api/imports/" + announced.json().path("id").asString() + "/content";

      Reply over = server.post("/api/imports?type=notes", FILE);
      assertEquals(429, over.status(), over.text());
      assertEquals("import", over.json().path("limit").path("name").asString());
      assertTrue(Integer.parseInt(over.header("Retry-After")) > 0);
      assertEquals(429, server.post("/api/imports", "{\"type\":\"notes\"}").status());
      assertEquals(202, server.put(content, FILE).status(), "it was counted when it was made");
      assertEquals(202, server.post("/api/imports?type=notes&tenant=acme", FILE).status());
    }
  }

  @Test
  void a_tenant_that_is_named_must_exist() {
    String notes = NOTES + "import: notes\ndataset: notes\n";
    try (TestServer server = TestServer.start(false, notes)) {
      assertEquals(404, server.post("/api/imports?type=notes&tenant=acme", FILE).status());
      String order = "{\"type\":\"notes\",\"tenant\":\"acme\"}";
      assertEquals(404, server.post("/api/imports", order).status());
      assertEquals(0, server.get("/api/imports").json().path("items").size());
      server.post("/api/tenants", "{\"id\":\"acme\"}");
      Reply now = server.post("/api/imports?type=notes&tenant=acme", FILE);
      assertEquals(202, now.status(), now.text());
      String shown = "/api/imports/" + now.json().path("id").asString();
      assertEquals("acme", server.get(shown).json().path("tenant").asString());
    }
  }

  @Test
  void what_is_asked_for_in_a_way_that_is_not_understood_is_not_guessed() {
    String notes = NOTES + "import: notes\ndataset: notes\n";
    String[] orders = {
      "{\"type\":\"notes\",\"dryRun\":\"yes\"}",
      "{\"type\":\"notes\",\"digest\":\"abc\"}",
      "{\"type\":\"notes\",\"digest\":\"sha-256=abc\"}"
    };
    // type notes; dryRun yes, then true
    String yes = "type bm90ZXM=,dryRun eWVz";
    String right = "type bm90ZXM=,dryRun dHJ1ZQ==";
    try (TestServer server = TestServer.start(false, notes)) {
      for (String order : orders) {
        assertEquals(400, server.post("/api/imports", order).status(), order);
      }
      String file = "/api/imports?type=notes";
      assertEquals(400, server.post(file, FILE, "Content-Digest", "sha-256=abc").status());
      assertEquals(202, server.post(file, FILE, "Content-Digest", "md5=:abcd:").status());
      assertEquals(400, tus(server, "1.0.0", "5", yes).status());
      assertEquals(412, tus(server, "0.2.0", "5", right).status());
      assertEquals(413, tus(server, "1.0.0", "999999999999999", right).status());
      assertEquals(201, tus(server, "1.0.0", "5", right).status());
      assertEquals(2, server.get("/api/imports").json().path("items").size());
    }
  }

  @Test
  void the_charset_of_a_file_says_nothing_of_the_query() {
    String notes = NOTES + "import: notes\ndataset: notes\n";
    try (TestServer server = TestServer.start(false, notes)) {
      for (String charset : new String[] {"foo", "utf-7", "\"\"", ""}) {
        Reply reply =
            server.post(
                "/api/imports?type=notes", FILE, "Content-Type", "text/csv; charset=" + charset);
        assertTrue(reply.status() == 422 || reply.status() == 202, charset + ": " + reply.text());
        if (charset.equals("foo") || charset.equals("utf-7")) {
          assertEquals("unknown-charset", reply.code(), charset);
        }
      }
      Reply named =
          server.post(
              "/api/imports?type=notes&name=a%C3%A9+1.csv",
              FILE.getBytes(StandardCharsets.UTF_16BE), "Content-Type", "text/csv; charset=utf-16");
      assertEquals(202, named.status(), named.text());
      String shown = "/api/imports/" + named.json().path("id").asString();
      assertEquals("aé 1.csv", server.get(shown).json().path("fileName").asString());
    }
  }

  @Test
  void a_query_that_is_no_utf_8_is_refused_by_its_parameter() throws Exception {
    String notes = NOTES + "import: notes\ndataset: notes\n";
    try (TestServer server = TestServer.start(false, notes)) {
      for (String name :
          new String[] {"%E9", "a%C3", "%C0%80", "%ED%A0%80", "%zz", "%4", "%", "%u00e9"}) {
        String line = "POST /api/imports?type=notes&name=" + name + " HTTP/1.1";
        String answer = raw(server, line);
        assertTrue(answer.startsWith("HTTP/1.1 400 "), line + "\n" + answer);
        assertTrue(answer.contains("\"field\":\"name\""), line + "\n" + answer);
      }
    }
  }

  private static String raw(TestServer server, String line) throws IOException {
    URI url = URI.create(server.url());
    String headers = "Host: " + url.getAuthority() + "\r\nConnection: close\r\nContent-Length: 3";
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      String request = line + "\r\n" + headers + "\r\n\r\nid\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Reply tus(TestServer server, String version, String length, String metadata) {
    return server.send(
        "POST",
        "/api/imports",
        "",
        "Tus-Resumable",
        version,
        "Upload-Length",
        length,
        "Upload-Metadata",
        metadata);
  }

  @Test
  void a_correction_stays_its_tenants() {
    String notes = NOTES + "import: notes\ndataset: notes\n";
    try (TestServer server = TestServer.start(false, notes)) {
      server.post("/api/tenants", "{\"id\":\"acme\"}");
      Reply first = server.post("/api/imports?type=notes&tenant=acme", "id,name\na\nb,Bob\n");
      String id = first.json().path("id").asString();
      server.await(() -> !server.get("/api/imports/" + id).json().path("finishedAt").isNull());
      String csv = server.get("/api/imports/" + id + "/errors.csv").text();
      String corrects = "/api/imports?type=notes&corrects=" + id;

      assertEquals(409, server.post(corrects + "&tenant=default", csv).status());
      Reply second = server.post(corrects, csv);
      assertEquals(202, second.status(), second.text());
      String corrected = "/api/imports/" + second.json().path("id").asString();
      assertEquals("acme", server.get(corrected).json().path("tenant").asString());
    }
  }

  @Test
  void of_one_type_no_more_are_under_way_than_its_definition_says() {
    String types =
        NOTES
            + "import: narrow\ndataset: notes\nconcurrency: 2\n"
            + "---\nimport: wide\ndataset: notes\n";
    try (TestServer server = TestServer.start(false, types)) {
      server.post("/api/queues/import/pause", "");
      for (int i = 0; i < 4; i++) {
        upload(server, "narrow");
      }
      assertEquals(2, depth(server), "two wait");
      for (int i = 0; i < 4; i++) {
        upload(server, "wide");
      }
      assertEquals(
          5, depth(server), "a tenant has five, and narrow ones do not hold up the others");
      server.post("/api/queues/import/resume", "");
      server.await(
          () -> server.get("/api/imports?status=completed").json().path("items").size() == 8);
    }
  }

  @Test
  void an_announcement_has_the_limits_of_a_file() {
    try (TestServer server = TestServer.start(false, NOTES + "import: notes\ndataset: notes\n")) {
      Reply large = server.post("/api/imports", "{\"type\":\"notes\",\"size\":10000000000000}");
      assertEquals(413, large.status(), large.text());
      assertEquals("limit-size", large.code());
      assertEquals(0, server.get("/api/imports").json().path("items").size());

      Reply none = server.post("/api/imports", "{\"type\":\"notes\",\"size\":0}");
      assertEquals(201, none.status(), none.text());
      String made = "/api/imports/" + none.json().path("id").asString();
      Reply content = server.put(made + "/content", "");
      assertEquals("empty-file", content.code(), content.text());
      assertEquals("failed", server.get(made).json().path("status").asString());
    }
  }

  @Test
  void an_answer_that_is_repeated_says_where_the_import_is() {
    try (TestServer server = TestServer.start(false, NOTES + "import: notes\ndataset: notes\n")) {
      String path = "/api/imports?type=notes";
      Reply first = server.post(path, FILE, "Idempotency-Key", "one-1234567890");
      Reply again = server.post(path, FILE, "Idempotency-Key", "one-1234567890");
      assertEquals(first.json(), again.json());
      assertEquals(first.header("Location"), again.header("Location"));
    }
  }
}
