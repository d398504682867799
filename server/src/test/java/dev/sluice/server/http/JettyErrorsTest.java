package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.testing.Samples;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.DefaultHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What Jetty answers by itself, where it takes a moment that no client can choose. */
class JettyErrorsTest {
  private final Server server = new Server();
  private final LocalConnector connector = new LocalConnector(server);
  private final GracefulHandler graceful = new GracefulHandler(new DefaultHandler());

  @BeforeEach
  void start() throws Exception {
    server.addConnector(connector);
    server.setHandler(graceful);
    server.setErrorHandler(new ProtocolErrors(new Correlation(Samples::id), 16_384));
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void who_comes_while_the_server_stops_is_told_to_come_again() throws Exception {
    var _ = graceful.shutdown();
    String answer =
        connector.getResponse("POST /api/feed/a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
    assertTrue(answer.contains("\r\nRetry-After: 2\r\n"), answer);
    JsonNode problem = TestServer.JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    assertEquals("stopping", problem.path("code").asString());
    assertTrue(problem.path("retryable").asBoolean());
  }
}
