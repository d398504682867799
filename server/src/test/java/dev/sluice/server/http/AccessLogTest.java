package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
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
    try (TestServer server = TestServer.start(true, "")) {
      Keyed keyed = new Keyed(server);
      String key = keyed.key("default", "read", "feed:write");
      Reply reply =
          server.post(
              "/api/feed/partner-a",
              TestServer.order("secret-order", 1),
              Keyed.HEADER,
              key,
              "X-Correlation-Id",
              "access-1");
      Map<String, Object> line = lines.await(one -> "access-1".equals(one.get("correlationId")));
      assertEquals("POST", line.get("method"));
      assertEquals("/api/feed/{feed}", line.get("route"));
      assertEquals(202, line.get("status"));
      assertEquals("key", line.get("caller"));
      assertEquals("default", line.get("tenant"));
      assertEquals(Keyed.id(key), line.get("key"));
      assertEquals((long) reply.response().body().length, line.get("bytes"));
      assertNotNull(line.get("ms"));

      server.get(
          "/api/orders?customerId=hidden", Keyed.HEADER, key, "X-Correlation-Id", "access-2");
      assertEquals("/api/orders", lines.await(is("access-2")).get("route"));
      server.get("/api/orders", Keyed.HEADER, key + "x", "X-Correlation-Id", "access-3");
      Map<String, Object> refused = lines.await(is("access-3"));
      assertEquals(401, refused.get("status"));
      assertEquals("WRONG_SECRET", String.valueOf(refused.get("refused")));
      assertFalse(refused.containsKey("key"));
      server.get("/made/up/" + key, "X-Correlation-Id", "access-4");
      assertEquals("none", lines.await(is("access-4")).get("route"));
      server.get(
          "/api/orders", "Authorization", server.operator()[1], "X-Correlation-Id", "access-5");
      assertEquals("operator", lines.await(is("access-5")).get("caller"));
      String all = lines.lines.toString();
      for (String never :
          List.of(
              key.substring(37),
              "hidden",
              "secret-order",
              "127.0.0.1",
              server.operator()[1].substring(7))) {
        assertFalse(all.contains(never), never);
      }
      assertTrue(lines.lines.stream().noneMatch(one -> one.containsKey("query")));
    } finally {
      logger.detachAppender(lines);
    }
  }

  private static Predicate<Map<String, Object>> is(String correlation) {
    return line -> correlation.equals(line.get("correlationId"));
  }
}
