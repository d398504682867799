package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.sluice.server.TestServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** One line for every request, with nothing in it that is nobody's business. */
class AccessLogTest {

  /** Every line of this JVM, as a map of its fields. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    final List<Map<String, Object>> lines = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      Map<String, Object> line = new HashMap<>();
      event.getKeyValuePairs().forEach(pair -> line.put(pair.key, pair.value));
      lines.add(line);
    }

    /** A line is written after the answer was sent. */
    Map<String, Object> await(Predicate<Map<String, Object>> like) throws InterruptedException {
      long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (System.nanoTime() < deadline) {
        for (Map<String, Object> line : lines) {
          if (like.test(line)) {
            return line;
          }
        }
        Thread.sleep(5);
      }
      throw new AssertionError("no such line among " + lines);
    }
  }

  @Test
  void a_line_says_who_asked_for_what_and_how_it_went() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(AccessLog.class);
    Lines lines = new Lines();
    lines.setContext(logger.getLoggerContext());
    lines.start();
    logger.addAppender(lines);
    try (ControlledServer server = new ControlledServer()) {
      String made =
          server.operator("POST", "/api/tenants/default/keys", "{\"scopes\":[\"read\"]}").body();
      String key = Keyed.text(TestServer.JSON.readTree(made));
      int bytes = ask(server, "GET", "/api/feeds?x=hidden", key, "access-1").body().length();
      Map<String, Object> line = lines.await(is("access-1"));
      assertEquals("GET", line.get("method"));
      assertEquals("/api/feeds", line.get("route"));
      assertEquals(400, line.get("status"));
      assertEquals("key", line.get("caller"));
      assertEquals("default", line.get("tenant"));
      assertEquals(Keyed.id(key), line.get("key"));
      assertEquals((long) bytes, line.get("bytes"));
      assertNotNull(line.get("ms"));

      ask(server, "GET", "/api/tenants/default", key, "access-2");
      assertEquals("/api/tenants/{tenant}", lines.await(is("access-2")).get("route"));
      ask(server, "GET", "/api/feeds", key + "x", "access-3");
      Map<String, Object> refused = lines.await(is("access-3"));
      assertEquals(401, refused.get("status"));
      assertEquals("wrong-secret", refused.get("refused"));
      assertFalse(refused.containsKey("key"));
      ask(server, "GET", "/made/up/" + key, key, "access-4");
      assertEquals("none", lines.await(is("access-4")).get("route"));
      ask(server, "HIDDEN", "/api/feeds", key, "access-5");
      assertEquals("other", lines.await(is("access-5")).get("method"));
      server.operator("PATCH", "/api/tenants/default", "{\"name\":\"secret-name\"}");
      assertEquals("operator", lines.await(one -> "PATCH".equals(one.get("method"))).get("caller"));
      String all = lines.lines.toString();
      for (String never :
          List.of(key.substring(37), "hidden", "HIDDEN", "secret-name", "127.0.0.1", "Bearer")) {
        assertFalse(all.contains(never), never);
      }
    } finally {
      logger.detachAppender(lines);
    }
  }

  private static HttpResponse<String> ask(
      ControlledServer server, String method, String path, String key, String correlation)
      throws Exception {
    return server.send(method, path, "", Keyed.HEADER, key, "X-Correlation-Id", correlation);
  }

  private static Predicate<Map<String, Object>> is(String correlation) {
    return line -> correlation.equals(line.get("correlationId"));
  }
}
