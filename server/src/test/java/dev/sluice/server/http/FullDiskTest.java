package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.run.BackendException;
import dev.sluice.server.TestServer;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Rule 10: whoever is sent away while the disk is full is told so. */
class FullDiskTest {
  private static final String IMPORT = "/api/imports/018f4c3e-0000-7000-8000-000000000000";
  private static final String[] OPERATOR = {"Authorization", "Bearer token"};
  private static final String[] TUS = {
    "Authorization", "Bearer token",
    "Tus-Resumable", "1.0.0",
    "Upload-Offset", "0",
    "Content-Type", "application/offset+octet-stream"
  };
  private static final Pressure.Reason FULL =
      new Pressure.Reason("disk-low", "less than 256 MB of the disk are left", 30);

  private static void named(HttpResponse<String> answer) {
    JsonNode problem = TestServer.JSON.readTree(answer.body());
    assertEquals(503, answer.statusCode(), answer.body());
    assertEquals("disk-low", problem.path("code").asString());
    assertEquals("less than 256 MB of the disk are left", problem.path("detail").asString());
    assertTrue(problem.path("retryable").asBoolean());
    assertEquals("30", answer.headers().firstValue("Retry-After").orElse(""));
  }

  @Test
  void uploads_are_sent_away_before_their_bytes_are_kept() throws Exception {
    try (ControlledServer server = new ControlledServer()) {
      server.refusal = Optional.of(FULL);
      named(server.send("POST", "/api/imports?type=people", "a,b\n1,2\n", OPERATOR));
      named(server.send("POST", "/api/imports", "{\"type\":\"people\"}", OPERATOR));
      named(server.send("POST", "/api/imports", "", TUS));
      named(server.send("PUT", IMPORT + "/content", "a,b\n1,2\n", OPERATOR));
      named(server.send("PATCH", IMPORT + "/upload", "a,b\n1,2\n", TUS));

      server.refusal = Optional.empty();
      HttpResponse<String> later =
          server.send("POST", "/api/imports?type=people", "a,b\n1,2\n", OPERATOR);
      assertEquals(404, later.statusCode(), later.body());
    }
  }

  @Test
  void what_the_database_cannot_do_for_want_of_disk_is_not_blamed_on_its_absence()
      throws Exception {
    try (ControlledServer server = new ControlledServer()) {
      server.fault =
          () -> {
            throw new BackendException(
                BackendException.Kind.UNAVAILABLE,
                "the database's disk is full (SQLSTATE 53100)",
                new IllegalStateException());
          };
      HttpResponse<String> elsewhere = server.operator("POST", "/api/live/tickets", "");
      JsonNode problem = TestServer.JSON.readTree(elsewhere.body());
      assertEquals(503, elsewhere.statusCode());
      assertEquals("unavailable", problem.path("code").asString());
      assertEquals(
          "the database's disk is full (SQLSTATE 53100); nothing may have been kept",
          problem.path("detail").asString());
      assertEquals("2", elsewhere.headers().firstValue("Retry-After").orElse(""));

      server.refusal = Optional.of(FULL);
      named(server.operator("POST", "/api/live/tickets", ""));
    }
  }
}
