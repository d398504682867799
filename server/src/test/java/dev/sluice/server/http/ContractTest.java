package dev.sluice.server.http;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;

/** openapi.yaml against the server that serves it. */
class ContractTest {
  private static TestServer server;
  private static Map<?, ?> contract = Map.of();
  private static String letter = "";

  @BeforeAll
  static void start() {
    server = TestServer.start();
    String text = server.get("/api/openapi.yaml").text();
    contract = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
    letter = server.post("/api/feed/partner-a", "{}").json().path("deadLetterId").asString();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Map<?, ?> in(Map<?, ?> outer, String name) {
    return (Map<?, ?>) requireNonNull(outer.get(name), name);
  }

  @Test
  void every_route_of_the_contract_exists() {
    assertEquals("3.1.0", contract.get("openapi"));
    in(contract, "paths")
        .forEach((path, operations) -> {
          for (Object method : ((Map<?, ?>) operations).keySet()) {
            String filled =
                path.toString()
                    .replace("{feed}", "partner-a")
                    .replace("{dataset}", "orders")
                    .replace("{kind}", "import")
                    .replace("{id}", letter);
            Reply reply =
                switch (method.toString()) {
                  case "post" -> server.post(filled, "{}");
                  case "put" -> server.put(filled, "{}");
                  case "delete" -> server.delete(filled, "");
                  default -> server.get(filled);
                };
            assertNotEquals(405, reply.status(), filled);
            // A record or run of this id does not exist, but its route does.
            assertTrue(
                reply.status() != 404 || reply.text().contains("there is no such"),
                filled + reply.text());
          }
        });
  }

  @Test
  void answers_have_what_the_contract_requires() {
    String order =
        server.post("/api/feed/partner-a", TestServer.order("c", 1)).json().path("id").asString();
    required("Taken", server.post("/api/feed/partner-a", TestServer.order("c", 1)).json());
    required("BatchAnswer", server.post("/api/feed/partner-a/batch", "[]").json());
    required("Problem", server.get("/nothing").json());
    required("Record", server.get("/api/orders/" + order).json());
    required("RecordPage", server.get("/api/orders").json());
    required("Statistics", server.get("/api/orders/stats").json());
    required("DeadLetter", server.get("/api/dead-letters/" + letter).json());
    required("DeadLetterDetail", server.get("/api/dead-letters/" + letter).json());
    required(
        "Validation", server.get("/api/dead-letters/" + letter).json().path("validation"));
    required("LetterGroup", server.get("/api/dead-letters/groups").json().path("items").path(0));
    required(
        "ReplayMatch",
        server
            .post("/api/dead-letters/replay", "{\"filter\":{\"code\":\"required\"},\"dryRun\":true}")
            .json());
    required("Replayed", server.post("/api/dead-letters/" + letter + "/replay", "").json());
    required(
        "ReplayOutcome",
        server.get("/api/dead-letters/" + letter).json().path("history").path(0));
    required(
        "ReplayRun",
        server.post("/api/dead-letters/replay", "{\"filter\":{\"code\":\"required\"}}").json());
    required("BooksTotals", server.get("/api/books").json());
    required("Audit", server.get("/api/books/audit").json());
    required("Run", server.get("/api/runs").json().path("items").path(0));
    required("Queue", server.get("/api/queues").json().path("items").path(0));
    required("Feed", server.get("/api/feeds/partner-a").json());
    required("Dataset", server.get("/api/datasets").json().path("items").path(0));
    required("Health", server.get("/health/ready").json());
  }

  private static void required(String schema, JsonNode answer) {
    Map<?, ?> known = in(in(contract, "components"), "schemas");
    Object names = requireNonNull(in(known, schema).get("required"));
    for (Object name : (List<?>) names) {
      assertTrue(answer.has(name.toString()), schema + "." + name + " in " + answer);
    }
  }
}
