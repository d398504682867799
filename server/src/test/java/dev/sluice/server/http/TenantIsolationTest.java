package dev.sluice.server.http;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;

/** What belongs to another tenant does not exist. */
class TenantIsolationTest {
  private static final String[] ALL = {
    "read", "feed:write", "import:write", "dead-letters:write", "keys:rotate"
  };
  private static final String NOWHERE = "018f4c3e-0000-7000-8000-000000000000";

  private static TestServer server;
  private static Keyed keyed;
  private static String mine;
  private static String theirs;
  private static String record;
  private static String letter;
  private static String run;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            true,
            """
            feed: acme-orders
            dataset: orders
            tenant: acme
            map: |
              {"externalOrderId": orderId, "partnerId": "ACME", "sequenceNumber": sequence,
               "productId": sku, "customerId": customerId, "quantity": quantity,
               "unitPrice": unitPrice, "taxRate": taxRate, "grossAmount": 1, "taxAmount": 1,
               "netAmount": 1, "transactionTime": orderedAt}
            """);
    keyed = new Keyed(server);
    keyed.tenant("acme");
    mine = keyed.key("acme", ALL);
    theirs = keyed.key("default", ALL);
    Reply stored = keyed.post(theirs, "/api/feed/partner-a", TestServer.order("iso", 3));
    record = stored.json().path("id").asString();
    run = stored.json().path("run").asString();
    Reply rejected = keyed.post(theirs, "/api/feed/partner-a", "{\"orderId\":\"bad\"}");
    letter = rejected.json().path("deadLetterId").asString();
    assertEquals(36, letter.length(), rejected.text());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String filled(String path) {
    return path.replace("RECORD", record).replace("LETTER", letter).replace("RUN", run);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/orders/RECORD",
        "/api/datasets/orders/records/RECORD",
        "/api/dead-letters/LETTER",
        "/api/dead-letters/LETTER/payload",
        "/api/dead-letters/LETTER/original",
        "/api/dead-letters/groups?tenant=default",
        "/api/errors/LETTER",
        "/api/runs/RUN",
        "/api/feeds/partner-a",
        "/api/orders?tenant=default",
        "/api/orders/RECORD?tenant=default",
        "/api/orders/stats?tenant=default",
        "/api/datasets/orders/records?tenant=default",
        "/api/dead-letters?tenant=default",
        "/api/errors?tenant=default",
        "/api/errors/stats?tenant=default",
        "/api/runs?tenant=default",
        "/api/books?tenant=default"
      })
  void what_is_somebody_elses_is_404_and_what_is_ones_own_is_not(String path) {
    assertEquals(200, keyed.get(theirs, filled(path)).status(), path);
    Reply reply = keyed.get(mine, filled(path));
    assertEquals(404, reply.status(), path + reply.text());
    assertEquals("not-found", reply.code());
    assertEquals(200, keyed.operator("GET", filled(path), "").status(), path);
  }

  /** Somebody else's and nobody's cannot be told apart. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/orders/ID",
        "/api/dead-letters/ID",
        "/api/errors/ID",
        "/api/runs/ID",
        "/api/dead-letters/ID/payload"
      })
  void the_404_is_the_same_as_for_what_does_not_exist(String path) {
    String id = path.contains("orders") ? record : path.contains("runs") ? run : letter;
    Reply other = keyed.get(mine, path.replace("ID", id));
    Reply nobodys = keyed.get(mine, path.replace("ID", NOWHERE));
    assertEquals(nobodys.json().path("detail"), other.json().path("detail"));
    assertEquals(404, other.status());
  }

  @Test
  void nobody_posts_to_a_feed_of_another_tenant_or_learns_its_name() {
    String order = TestServer.order("x", 1);
    for (String path : List.of("/api/feed/partner-a", "/api/feed/partner-a/batch")) {
      Reply other = keyed.post(mine, path, order);
      assertEquals(404, other.status());
      Reply nobodys = keyed.post(mine, path.replace("partner-a", "partner-x"), order);
      assertEquals(nobodys.json().path("detail"), other.json().path("detail"));
      assertFalse(nobodys.text().contains("partner-a"), nobodys.text());
    }
    assertTrue(keyed.post(theirs, "/api/feed/partner-x", order).text().contains("partner-"));
    assertEquals(202, keyed.post(mine, "/api/feed/acme-orders", order).status());
    assertEquals(404, keyed.post(theirs, "/api/feed/acme-orders", order).status());
  }

  @Test
  void nobody_changes_or_replays_what_is_anothers() {
    String path = "/api/dead-letters/" + letter;
    String[] header = {Keyed.HEADER, mine};
    assertEquals(
        404,
        server.send("PUT", path + "/payload", "{}", Keyed.HEADER, mine, "If-Match", "*").status());
    assertEquals(404, server.send("DELETE", path + "/payload", "", header).status());
    assertEquals(404, server.send("DELETE", path, "{\"reason\":\"mine now\"}", header).status());
    assertEquals(404, keyed.post(mine, path + "/replay", "{}").status());
    String all = "{\"filter\":{\"run\":\"" + run + "\"},\"dryRun\":true}";
    assertEquals(
        0, keyed.post(mine, "/api/dead-letters/replay", all).json().path("matched").asInt(-1));
    assertEquals(
        1, keyed.post(theirs, "/api/dead-letters/replay", all).json().path("matched").asInt(-1));
    String asked = "{\"filter\":{\"tenant\":\"default\"},\"dryRun\":true}";
    assertEquals(404, keyed.post(mine, "/api/dead-letters/replay", asked).status());
    assertEquals("open", keyed.get(theirs, path).json().path("state").asString());
  }

  @Test
  void lists_and_numbers_are_the_tenants_own() {
    keyed.post(mine, "/api/feed/acme-orders", TestServer.order("own", 1));
    keyed.post(mine, "/api/feed/acme-orders", "{\"orderId\":1}");
    for (String path :
        List.of(
            "/api/orders",
            "/api/datasets/orders/records",
            "/api/dead-letters",
            "/api/errors",
            "/api/runs",
            "/api/feeds")) {
      JsonNode page = keyed.get(mine, path).json();
      assertFalse(page.path("items").isEmpty(), path);
      assertFalse(page.toString().contains(record), path);
      assertFalse(page.toString().contains(letter), path);
      assertFalse(page.toString().contains(run), path);
      assertFalse(page.toString().contains("partner-a"), path);
    }
    JsonNode stats = keyed.get(mine, "/api/orders/stats?fresh=true").json();
    assertEquals("ACME", stats.path("bySource").path(0).path("source").asString());
    assertEquals(1, stats.path("bySource").size());
    JsonNode own = keyed.get(mine, "/api/books").json().path("total");
    JsonNode all = keyed.operator("GET", "/api/books", "").json().path("total");
    JsonNode others = keyed.get(theirs, "/api/books").json().path("total");
    assertTrue(own.path("received").asInt() >= 2);
    assertEquals(
        all.path("received").asInt(),
        own.path("received").asInt() + others.path("received").asInt());
    assertEquals(own, keyed.operator("GET", "/api/books?tenant=acme", "").json().path("total"));
    JsonNode errors = keyed.get(mine, "/api/errors/stats").json();
    assertEquals(1, errors.path("total").asInt(), errors.toString());
  }

  @Test
  void a_cursor_is_good_for_its_tenant_alone() {
    keyed.post(theirs, "/api/feed/partner-a", TestServer.order("second", 1));
    String cursor = keyed.get(theirs, "/api/orders?limit=1").json().path("nextCursor").asString("");
    assertFalse(cursor.isEmpty());
    assertEquals(200, keyed.get(theirs, "/api/orders?limit=1&cursor=" + cursor).status());
    assertEquals(400, keyed.get(mine, "/api/orders?limit=1&cursor=" + cursor).status());
  }

  /** So that a route that is added is one that asks who calls. */
  @Test
  void no_route_of_the_contract_answers_a_key_without_scopes() {
    String nothing = keyed.key("acme");
    String text = server.get("/api/openapi.yaml", server.operator()).text();
    Map<?, ?> contract = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
    Map<?, ?> paths = (Map<?, ?>) requireNonNull(contract.get("paths"));
    int checked = 0;
    for (Map.Entry<?, ?> path : paths.entrySet()) {
      String name = path.getKey().toString();
      if (name.startsWith("/health/")
          || name.startsWith("/status/")
          || name.equals("/api/openapi.yaml")
          || name.equals("/")) {
        continue;
      }
      String filled =
          name.replace("{feed}", "partner-a")
              .replace("{dataset}", "orders")
              .replace("{tenant}", "default")
              .replaceAll("\\{[a-zA-Z]+}", NOWHERE);
      for (Object method : ((Map<?, ?>) path.getValue()).keySet()) {
        String verb = method.toString().toUpperCase(java.util.Locale.ROOT);
        if (verb.equals("PARAMETERS") || verb.equals("OPTIONS")) {
          continue;
        }
        Reply reply =
            server.send(verb, filled, "{}", Keyed.HEADER, nothing, "Accept", "text/event-stream");
        assertEquals(403, reply.status(), verb + " " + filled + " " + reply.text());
        checked++;
      }
    }
    assertTrue(checked > 20, checked + " routes");
  }
}
