package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;

/** HEAD is GET without content (RFC 9110 section 9.3.2). */
class HeadTest {
  private static final String UNKNOWN = "018f4c3e-0000-7000-8000-000000000000";

  @Test
  void head_is_answered_as_get_without_content() {
    try (TestServer server = TestServer.start()) {
      for (String path :
          new String[] {
            "/",
            "/status/page.js",
            "/health/ready",
            "/metrics",
            "/api/openapi.yaml",
            "/api/orders",
            "/api/orders/" + UNKNOWN,
            "/api/orders/x",
            "/api/orders/stats",
            "/api/datasets/none/records",
            "/api/imports",
            "/api/imports/" + UNKNOWN + "/errors.csv",
            "/api/runs?kind=nonsense",
            "/api/live",
            "/nothing"
          }) {
        same(server.get(path), server.send("HEAD", path, ""), path);
      }
      // A watcher of nothing: it is over at once.
      Reply stream =
          server.send("HEAD", "/api/live?topics=runs", "", "Accept", "text/event-stream");
      assertEquals(200, stream.status());
      assertTrue(stream.header("Content-Type").startsWith("text/event-stream"));
      Reply refused = server.send("PUT", "/api/feeds");
      assertEquals(List.of("GET", "HEAD"), List.of(refused.header("Allow").split(", ")));
      String metrics = server.get("/metrics").text();
      assertTrue(
          metrics.contains("method=\"HEAD\",route=\"/api/orders/{id}\",status=\"404\""), metrics);
    }
  }

  private static void same(Reply get, Reply head, String path) {
    assertEquals(get.status(), head.status(), path);
    assertEquals(get.header("Content-Type"), head.header("Content-Type"), path);
    assertEquals(0, head.response().body().length, path);
  }

  @Test
  void head_needs_what_get_needs() {
    try (TestServer server = TestServer.start(true, "")) {
      Keyed keyed = new Keyed(server);
      String writer = keyed.key("default", "feed:write");
      assertEquals(401, server.send("HEAD", "/api/orders").status());
      assertEquals(403, server.send("HEAD", "/api/orders", "", Keyed.HEADER, writer).status());
      assertEquals(403, server.send("HEAD", "/api/queues", "", Keyed.HEADER, writer).status());
      assertEquals(200, keyed.operator("HEAD", "/api/queues", "").status());
    }
  }
}
