package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ListsTest {
  private static final int ORDERS = 25;

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < ORDERS; i++) {
      String order = TestServer.order("L" + i, 1 + i % 3);
      body.append(order.replace("01-15", "01-" + (10 + i % 5)).replace("-001", "-00" + i % 2));
      body.append('\n');
    }
    body.append(TestServer.order("bad", 0)).append('\n');
    assertEquals(
        ORDERS,
        server.post("/api/feed/partner-a/batch", body.toString()).json().path("stored").asInt());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void pages_hold_every_record_once() {
    for (String parameter : new String[] {"cursor", "lastKey"}) {
      Set<String> seen = new HashSet<>();
      String next = "";
      int pages = 0;
      do {
        String path = "/api/orders?limit=7" + (next.isEmpty() ? "" : "&" + parameter + "=" + next);
        JsonNode page = server.get(path).json();
        page.path("items")
            .values()
            .forEach(item -> assertTrue(seen.add(item.path("id").asString())));
        next = page.path("nextCursor").asString("");
        pages++;
      } while (!next.isEmpty());
      assertEquals(ORDERS, seen.size());
      assertEquals(4, pages);
    }
  }

  @Test
  void short_lists_have_pages_too_in_the_order_of_names() {
    for (String list : new String[] {"feeds name", "datasets name", "queues queue"}) {
      String path = "/api/" + list.split(" ")[0];
      String name = list.split(" ")[1];
      List<String> all = names(server.get(path).json(), name);
      assertEquals(all.stream().sorted().toList(), all);
      List<String> paged = new ArrayList<>();
      String next = "";
      do {
        JsonNode page = server.get(path + "?limit=1&cursor=" + next).json();
        assertEquals(1, page.path("items").size(), path);
        paged.addAll(names(page, name));
        next = page.path("nextCursor").asString("");
      } while (!next.isEmpty());
      assertEquals(all, paged);
      refused(path + "?limit=501", "limit");
      refused(path + "?cursor=x", "cursor");
    }
  }

  private static List<String> names(JsonNode page, String name) {
    return page.path("items").values().stream().map(one -> one.path(name).asString()).toList();
  }

  @Test
  void a_cursor_is_good_for_its_list_and_filter_alone() {
    String cursor = server.get("/api/orders?limit=2").json().path("nextCursor").asString();
    char last = cursor.charAt(0);
    String forged = (last == 'A' ? 'B' : 'A') + cursor.substring(1);

    for (String path :
        new String[] {
          "/api/orders?limit=2&cursor=" + forged,
          "/api/orders?cursor=x",
          "/api/orders?customerId=CUST-001&cursor=" + cursor,
          "/api/runs?cursor=" + cursor,
          "/api/errors?cursor=" + cursor
        }) {
      Reply reply = server.get(path);
      assertEquals(400, reply.status(), path);
      assertEquals("cursor", reply.json().path("errors").path(0).path("field").asString());
    }
    assertEquals(200, server.get("/api/orders?limit=3&cursor=" + cursor).status());
  }

  @Test
  void a_page_has_one_place() {
    String cursor = server.get("/api/queues?limit=1").json().path("nextCursor").asString();
    Reply reply = server.get("/api/queues?limit=1&cursor=" + cursor + "&lastKey=" + cursor);
    assertEquals(400, reply.status(), reply.text());
    assertEquals("lastKey", reply.json().path("errors").path(0).path("field").asString());
  }

  @Test
  void filters_narrow_lists() {
    assertEquals(12, items("/api/orders?customerId=CUST-001&limit=100"));
    assertEquals(5, items("/api/orders?from=2024-01-11&to=2024-01-11&limit=100"));
    assertEquals(0, items("/api/orders?partnerId=PARTNER_B"));
    assertEquals(ORDERS, items("/api/datasets/orders/records?partnerId=PARTNER_A&limit=500"));
    assertEquals(1, items("/api/errors?partnerId=PARTNER_A"));
    assertEquals(0, items("/api/errors?partnerId=PARTNER_B"));
    assertEquals(1, items("/api/dead-letters?kind=feed&cause=rejected&code=minimum&state=open"));
    assertEquals(1, items("/api/runs?kind=feed&name=partner-a&status=running&tenant=default"));
  }

  private static int items(String path) {
    Reply reply = server.get(path);
    assertEquals(200, reply.status(), reply.text());
    return reply.json().path("items").size();
  }

  @Test
  void a_mistaken_query_is_refused_by_its_field() {
    refused("/api/orders?partnrId=x", "partnrId");
    refused("/api/orders?limit=0", "limit");
    refused("/api/orders?limit=501", "limit");
    refused("/api/orders?from=yesterday", "from");
    refused("/api/orders/not-a-uuid", "id");
    refused("/api/orders?limit=1&limit=2", "limit");
    refused("/api/dead-letters?state=shut", "state");
    refused("/api/dead-letters?run=1", "run");
    refused("/api/orders/stats?from=2024-02-30", "from");
    refused("/api/books?x=1", "x");
    assertTrue(server.get("/api/orders?partnrId=x").text().contains("did you mean `partnerId`"));
  }

  @Test
  void a_range_that_ends_before_it_begins_is_refused_in_every_list() {
    for (String list :
        new String[] {
          "/api/orders",
          "/api/datasets/orders/records",
          "/api/dead-letters",
          "/api/errors",
          "/api/dead-letters/groups",
          "/api/orders/stats",
          "/api/errors/stats"
        }) {
      refused(list + "?from=2024-01-16&to=2024-01-15", "from");
      assertEquals(200, server.get(list + "?from=2024-01-15&to=2024-01-15").status(), list);
    }
    refused("/api/orders?from=2024-01-16T00:00:00Z&to=2024-01-15T00:00:00Z", "from");
    refused("/api/orders?from=2024-01-16T00:00:00Z&to=2024-01-15", "from");
    assertEquals(200, server.get("/api/orders?from=2024-01-15T10:00:00Z&to=2024-01-15").status());
    String letters = "{\"filter\":{\"from\":\"2024-01-16\",\"to\":\"2024-01-15\"},\"dryRun\":true}";
    assertEquals(400, server.post("/api/dead-letters/replay", letters).status());
  }

  @Test
  void no_date_is_before_the_year_1_or_after_9999() {
    for (String date :
        new String[] {
          "%2B999999999-12-31", "%2B10000-01-01", "0000-12-31", "-0001-01-01", "-999999999-01-01"
        }) {
      refused("/api/orders/stats?from=" + date, "from");
      refused("/api/orders/stats?to=" + date, "to");
      refused("/api/orders?from=" + date + "T00:00:00Z", "from");
      refused("/api/errors?to=" + date + "T00:00:00Z", "to");
    }
    for (String path : new String[] {"/api/orders", "/api/orders/stats", "/api/errors"}) {
      assertEquals(200, server.get(path + "?from=9999-12-31&to=9999-12-31").status(), path);
      assertEquals(200, server.get(path + "?from=0001-01-01&to=0001-01-01").status(), path);
      assertEquals(200, server.get(path + "?to=0001-01-01").status(), path);
    }
  }

  private static void refused(String path, String field) {
    Reply reply = server.get(path);
    assertEquals(400, reply.status(), path + reply.text());
    assertEquals(field, reply.json().path("errors").path(0).path("field").asString(), path);
  }

  @Test
  void statistics_count_by_source_and_day() {
    JsonNode stats = server.get("/api/orders/stats?fresh=true").json();

    assertEquals(ORDERS, stats.path("total").asInt());
    assertEquals("PARTNER_A", stats.path("bySource").path(0).path("source").asString());
    // 9 x 1 + 8 x 2 + 8 x 3 = 49 pieces at 29.99
    assertEquals(
        "1469.51",
        stats.path("bySource").path(0).path("sums").path("grossAmount").decimalValue().toString());
    assertEquals("2024-01-08", stats.path("from").asString());
    assertEquals("2024-01-14", stats.path("to").asString());
    assertEquals(7, stats.path("byDay").size());
    assertEquals(0, stats.path("byDay").path(0).path("count").asInt());
    assertEquals(5, stats.path("byDay").path(6).path("count").asInt());
    JsonNode chosen = server.get("/api/orders/stats?from=2024-01-14&to=2024-01-15").json();
    assertEquals(2, chosen.path("byDay").size());
    assertEquals(1, server.get("/api/errors/stats").json().path("total").asInt());
  }

  @Test
  void days_that_are_too_many_are_refused_and_never_left_out() {
    for (String stats : new String[] {"/api/orders/stats", "/api/errors/stats"}) {
      var refused = server.get(stats + "?from=1990-01-01");
      assertEquals(400, refused.status(), refused.text());
      JsonNode error = refused.json().at("/errors/0");
      assertEquals("from", error.path("field").asString());
      assertTrue(
          error.path("message").asString().contains("newest record of 20"), error.toString());
      assertTrue(error.path("hint").asString().contains("`to`"), error.toString());
    }
    String from = server.get("/api/orders/stats").json().path("to").asString();
    LocalDate newest = LocalDate.parse(from);
    JsonNode most = server.get("/api/orders/stats?from=" + newest.minusDays(999)).json();
    assertEquals(1_000, most.path("byDay").size());
    assertEquals(newest.toString(), most.path("to").asString());
    assertEquals(400, server.get("/api/orders/stats?from=" + newest.minusDays(1_000)).status());
  }

  @Test
  void statistics_are_kept_for_a_while_unless_wanted_fresh() {
    String at = server.get("/api/orders/stats?fresh=true").json().path("generatedAt").asString();

    assertEquals(at, server.get("/api/orders/stats").json().path("generatedAt").asString());
  }

  @Test
  void the_books_balance_and_a_run_is_shown_with_them() {
    JsonNode audit = server.get("/api/books/audit").json();
    assertTrue(audit.path("balanced").asBoolean(), audit.toString());
    JsonNode total = server.get("/api/books").json().path("total");
    assertEquals(ORDERS + 1, total.path("received").asInt());
    assertEquals(1, total.path("rejected").asInt());
    String run = server.get("/api/runs").json().path("items").path(0).path("id").asString();
    JsonNode shown = server.get("/api/runs/" + run).json();
    assertEquals(total, shown.path("books"));
    assertTrue(shown.path("balanced").asBoolean());
  }

  @Test
  void a_queue_pauses_and_resumes() {
    assertTrue(server.post("/api/queues/import/pause", "").json().path("paused").asBoolean());
    assertFalse(server.post("/api/queues/import/resume", "").json().path("paused").asBoolean());
    assertEquals(404, server.post("/api/queues/nothing/pause", "").status());
  }
}
