package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** API keys: how they are made, and what they let in (N40, N53, B33). */
class KeysTest {
  private static TestServer server;
  private static Keyed keyed;

  @BeforeAll
  static void start() {
    server = TestServer.start(true, "");
    keyed = new Keyed(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_tenant_is_made_once_listed_and_changed() {
    Reply made =
        keyed.operator(
            "POST", "/api/tenants", "{\"id\":\"one\",\"name\":\"One\",\"rateLimit\":\"5/s\"}");
    assertEquals(201, made.status(), made.text());
    assertEquals("/api/tenants/one", made.header("Location"));
    assertEquals("5/s", made.json().path("rateLimit").asString());
    assertEquals(
        "tenant-exists", keyed.operator("POST", "/api/tenants", "{\"id\":\"one\"}").code());
    Reply changed = keyed.operator("PATCH", "/api/tenants/one", "{\"rateLimit\":null}");
    assertTrue(changed.json().path("rateLimit").isNull());
    assertEquals("One", changed.json().path("name").asString());
    assertEquals(changed.json(), keyed.operator("GET", "/api/tenants/one", "").json());
    List<String> ids = new ArrayList<>();
    String next = "";
    do {
      JsonNode page =
          keyed
              .operator(
                  "GET", "/api/tenants?limit=1" + (next.isEmpty() ? "" : "&cursor=" + next), "")
              .json();
      page.path("items").values().forEach(one -> ids.add(one.path("id").asString()));
      next = page.path("nextCursor").asString("");
    } while (!next.isEmpty());
    assertTrue(ids.containsAll(List.of("default", "one")), ids.toString());
    assertEquals(ids.stream().sorted().toList(), ids);
    assertEquals(404, keyed.operator("PATCH", "/api/tenants/nobody", "{}").status());
  }

  @Test
  void what_a_key_or_tenant_cannot_be_is_told_all_at_once() {
    Reply reply =
        keyed.operator(
            "POST",
            "/api/tenants/default/keys",
            """
            {"name":7,"scopes":["reed"],"expiresAt":"soon","allowIps":["localhost"],
             "rateLimit":"many","signature":"required","ttl":1}
            """);
    assertEquals(422, reply.status());
    List<String> fields = new ArrayList<>();
    reply.json().path("errors").values().forEach(one -> fields.add(one.path("field").asString()));
    assertEquals(
        List.of("name", "scopes[0]", "expiresAt", "allowIps[0]", "rateLimit", "signature", "ttl"),
        fields);
    assertTrue(reply.text().contains("feed:write"), reply.text());
    assertEquals(422, keyed.operator("POST", "/api/tenants", "{\"id\":\"Not One\"}").status());
    assertEquals(422, keyed.operator("POST", "/api/tenants", "[]").status());
    for (String name : new String[] {"\\ud800", "a\\udfff", "\\u0000"}) {
      String body = "{\"id\":\"surrogate\",\"name\":\"" + name + "\"}";
      assertEquals(422, keyed.operator("POST", "/api/tenants", body).status(), name);
    }
    String whole = "{\"id\":\"emoji\",\"name\":\"\\ud83d\\ude00\"}";
    assertEquals(201, keyed.operator("POST", "/api/tenants", whole).status());
    keys("{\"scopes\":null}", "scopes");
    keys("{\"scopes\":[\"read\"],\"expiresAt\":\"2020-01-01T00:00:00Z\"}", "expiresAt");
    keys("{\"scopes\":[\"read\"],\"expiresAt\":\"+99999-01-01T00:00:00Z\"}", "expiresAt");
  }

  private static void keys(String wish, String field) {
    Reply reply = keyed.operator("POST", "/api/tenants/default/keys", wish);
    assertEquals(422, reply.status(), reply.text());
    assertEquals(field, reply.json().at("/errors/0/field").asString(), reply.text());
    assertEquals(400, keyed.operator("POST", "/api/tenants", "{").status());
    assertEquals(
        404, keyed.operator("POST", "/api/tenants/nobody/keys", "{\"scopes\":[]}").status());
  }

  @Test
  void a_secret_is_shown_once_and_kept_nowhere() throws SQLException {
    Reply made =
        server.send(
            "POST",
            "/api/tenants/default/keys",
            Keyed.wish("read").toString(),
            "Authorization",
            server.operator()[1],
            "Idempotency-Key",
            "k1");
    String secret = made.json().path("secret").asString();
    String id = made.json().path("keyId").asString();
    Reply again =
        server.send(
            "POST",
            "/api/tenants/default/keys",
            Keyed.wish("read").toString(),
            "Authorization",
            server.operator()[1],
            "Idempotency-Key",
            "k1");
    assertEquals("true", again.header("Idempotent-Replayed"));
    assertEquals("/api/tenants/default/keys/" + id, made.header("Location"));
    assertEquals(made.header("Location"), again.header("Location"));
    assertEquals(id, again.json().path("keyId").asString());
    assertTrue(again.json().path("secret").isNull());
    Reply list = keyed.operator("GET", "/api/tenants/default/keys?limit=500", "");
    assertTrue(list.text().contains(id));
    assertFalse(list.text().contains(secret.substring(7)));
    assertFalse(
        keyed.operator("GET", "/api/tenants/default/keys/" + id, "").text().contains("secret"));
    assertEquals(200, keyed.get(id + "." + secret, "/api/orders").status());
    for (String table : new String[] {"api_key", "idempotency", "tenant"}) {
      assertFalse(dump(table).contains(secret.substring(7)), table);
    }
  }

  private static String dump(String table) throws SQLException {
    StringBuilder all = new StringBuilder();
    try (Connection connection =
            DriverManager.getConnection(
                server.database().jdbcUrl(),
                server.database().user(),
                server.database().password());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select t::text || coalesce(convert_from(decode(replace(to_jsonb(t)->>'body',"
                    + " '\\x', ''), 'hex'), 'UTF8'), '') from sluice."
                    + table
                    + " t")) {
      while (row.next()) {
        all.append(row.getString(1)).append('\n');
      }
    }
    assertFalse(all.isEmpty(), table);
    return all.toString();
  }

  @Test
  void every_credential_that_does_not_count_gets_the_same_answer() {
    String good = keyed.key("default", "read");
    String expired = keyed.key("default", "read");
    String past = "{\"expiresAt\":\"2020-01-01T00:00:00Z\"}";
    keyed.operator("PATCH", "/api/tenants/default/keys/" + Keyed.id(expired), past);
    String revoked = keyed.key("default", "read");
    Reply gone = keyed.operator("DELETE", "/api/tenants/default/keys/" + Keyed.id(revoked), "");
    assertEquals(204, gone.status());

    JsonNode none = stripped(server.get("/api/orders"));
    assertEquals("unauthorized", none.path("code").asString());
    for (String key :
        List.of(
            "",
            "nonsense",
            Keyed.id(good),
            Keyed.id(good) + ".",
            good + "x",
            good.substring(0, good.length() - 1),
            Keyed.id(good) + ".sluice_" + "A".repeat(43),
            "018f4c3e-0000-7000-8000-000000000000" + good.substring(36),
            good.toUpperCase(java.util.Locale.ROOT),
            expired,
            revoked)) {
      Reply reply = keyed.get(key, "/api/orders");
      assertEquals(401, reply.status(), key);
      assertEquals(none, stripped(reply), key);
      assertEquals("Bearer realm=\"sluice\"", reply.header("WWW-Authenticate"));
    }
    String[] both = {"X-API-Key", good, server.operator()[0], server.operator()[1]};
    assertEquals(none, stripped(server.get("/api/orders", both)));
    assertEquals(none, stripped(server.get("/api/orders", "X-API-Key", good, "X-API-Key", good)));
    assertEquals(none, stripped(server.get("/api/orders", "Authorization", "Bearer " + good)));
    assertEquals(200, keyed.get(good, "/api/orders").status());
    assertEquals(200, keyed.get(" " + good + " ", "/api/orders").status());
  }

  private static JsonNode stripped(Reply reply) {
    return ((ObjectNode) reply.json()).without("correlationId");
  }

  @Test
  void a_key_does_what_its_scopes_say() {
    String reader = keyed.key("default", "read");
    String writer = keyed.key("default", "feed:write");
    String nothing = keyed.key("default");

    Reply refused = keyed.post(reader, "/api/feed/partner-a", TestServer.order("s1", 1));
    assertEquals(403, refused.status());
    assertEquals("scope", refused.code());
    assertEquals("feed:write", refused.json().path("scope").asString());
    assertEquals(
        202, keyed.post(writer, "/api/feed/partner-a", TestServer.order("s1", 1)).status());
    assertEquals("scope", keyed.get(writer, "/api/orders").code());
    assertEquals("scope", keyed.get(nothing, "/api/books").code());
    assertEquals(200, keyed.get(reader, "/api/books").status());
    for (String path :
        List.of(
            "/api/tenants",
            "/api/tenants/default",
            "/api/queues",
            "/metrics",
            "/api/books/audit",
            "/api/tenants/default/keys")) {
      assertEquals("operator-only", keyed.get(reader, path).code(), path);
    }
    assertEquals("operator-only", keyed.post(reader, "/api/tenants", "{\"id\":\"x\"}").code());
  }

  @Test
  void of_credentials_that_contradict_each_other_none_counts() throws Exception {
    String key = keyed.key("default", "read");
    String[] operator = server.operator();
    Reply both = server.get("/api/orders", Keyed.HEADER, key, operator[0], operator[1]);
    Reply twice = server.get("/api/orders", operator[0], operator[1], operator[0], "Bearer x");
    Reply keys = server.get("/api/orders", Keyed.HEADER, key, Keyed.HEADER, key);
    for (Reply reply : List.of(both, twice, keys)) {
      assertEquals(401, reply.status(), reply.text());
      String detail = reply.json().path("detail").asString();
      assertTrue(detail.contains("one credential, once"), detail);
    }
  }

  @Test
  void a_wish_that_cannot_be_is_told_what_is_wrong_with_it() {
    ObjectNode wish = Keyed.wish("read");
    wish.put("name", "a\u0000b");
    wish.putArray("allowIps").add("127.0.0.1/8");
    Reply reply = keyed.operator("POST", "/api/tenants/default/keys", wish.toString());
    assertEquals(422, reply.status());
    String name = reply.json().path("errors").path(0).path("message").asString();
    assertTrue(name.contains("control characters"), reply.text());
    String range = reply.json().path("errors").path(1).path("hint").asString();
    assertTrue(range.contains("no bit set after its prefix"), reply.text());
  }
}
