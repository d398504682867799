package dev.sluice.server.contract;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The check itself: it lets pass what is described and nothing else. */
class ContractTest {
  private static final String PROBLEM =
      """
      {"type":"urn:x","title":"t","status":404,"code":"c","detail":"d","errors":[],\
      "retryable":false,"correlationId":"c"}\
      """;
  private static final String HEALTH = "{\"status\":\"up\",\"database\":\"up\"}";

  private static Answered answered(String call, int status, String type, String body) {
    String[] parts = call.split(" ", -1);
    return new Answered(
        parts[0],
        URI.create("http://127.0.0.1" + parts[1]),
        status,
        name -> Optional.of(name.equals("Content-Type") ? type : "x"),
        body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void what_is_described_passes() {
    Contract.check(answered("GET /health/ready", 200, "application/json", HEALTH));
    Contract.check(answered("GET /nothing", 404, "application/problem+json", PROBLEM));
    Contract.check(answered("PUT /api/feeds", 405, "application/problem+json", PROBLEM));
    Contract.check(answered("GET /api/things?x=1", 400, "application/problem+json", PROBLEM));
    Contract.check(answered("GET /api/feeds", 503, "application/problem+json", PROBLEM));
    Contract.check(answered("GET /metrics", 200, "text/plain; charset=utf-8", "x"));
  }

  private static void refused(String why, Answered answered) {
    AssertionError error = assertThrows(AssertionError.class, () -> Contract.check(answered));
    assertTrue(String.valueOf(error.getMessage()).contains(why), error.getMessage());
  }

  @Test
  void what_is_not_described_is_refused() {
    refused("no such route", answered("GET /nothing", 200, "application/json", "{}"));
    refused("no such route", answered("PUT /api/feeds", 200, "application/json", "{}"));
    refused("this status", answered("GET /health/ready", 201, "application/json", HEALTH));
    refused("described are", answered("GET /health/ready", 200, "text/html", HEALTH));
    refused("described are", answered("GET /api/feeds", 401, "application/json", PROBLEM));
    refused("not JSON", answered("GET /health/ready", 200, "application/json", "{"));
    refused(
        "database",
        answered(
            "GET /health/ready",
            200,
            "application/json",
            "{\"status\":\"up\",\"database\":\"x\"}"));
    refused("required", answered("GET /health/ready", 200, "application/json", "{}"));
    refused(
        "more",
        answered("GET /health/ready", 200, "application/json", "{\"status\":\"up\",\"more\":1}"));
    refused("parameter x", answered("GET /metrics?x=1", 200, "text/plain", ""));
  }
}
