package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.Sluice;
import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** API keys that change, are rotated and revoked (N53, N59). */
class KeyChangesTest {
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
  void a_changed_key_counts_at_once() {
    String key = keyed.key("default", "read");
    String path = "/api/tenants/default/keys/" + Keyed.id(key);
    assertEquals("scope", keyed.post(key, "/api/feed/partner-a", "{}").code());
    Reply changed =
        keyed.operator(
            "PATCH", path, "{\"scopes\":[\"feed:write\"],\"allowIps\":[\"127.0.0.0/8\"]}");
    assertEquals(200, changed.status(), changed.text());
    assertEquals("a key", changed.json().path("name").asString());
    assertEquals(422, keyed.post(key, "/api/feed/partner-a", "{}").status());
    assertEquals("scope", keyed.get(key, "/api/orders").code());
    keyed.operator("PATCH", path, "{\"allowIps\":[\"203.0.113.0/24\"]}");
    Reply elsewhere = keyed.post(key, "/api/feed/partner-a", "{}");
    assertEquals(403, elsewhere.status());
    assertEquals("address", elsewhere.code());
    keyed.operator("PATCH", path, "{\"allowIps\":null,\"expiresAt\":\"2020-01-01T00:00:00Z\"}");
    assertEquals(401, keyed.post(key, "/api/feed/partner-a", "{}").status());
    keyed.operator("DELETE", path, "");
    assertEquals("key-revoked", keyed.operator("PATCH", path, "{\"expiresAt\":null}").code());
  }

  @Test
  void a_rotated_key_has_two_secrets_for_as_long_as_was_asked() {
    String first = keyed.key("default", "read");
    String path = "/api/tenants/default/keys/" + Keyed.id(first) + "/rotate";
    Reply reply = keyed.operator("POST", path, "{\"overlapSeconds\":600}");
    assertEquals(200, reply.status(), reply.text());
    String second = Keyed.text(reply.json());
    assertNotEquals(first, second);
    Instant until = Instant.parse(reply.json().path("previousUntil").asString());
    assertTrue(until.isAfter(Instant.now().plusSeconds(300)), until.toString());
    assertEquals(200, keyed.get(first, "/api/orders").status());
    assertEquals(200, keyed.get(second, "/api/orders").status());
    String third = Keyed.text(keyed.operator("POST", path, "{}").json());
    assertEquals(401, keyed.get(first, "/api/orders").status());
    assertEquals(401, keyed.get(second, "/api/orders").status());
    assertEquals(200, keyed.get(third, "/api/orders").status());
    assertEquals(422, keyed.operator("POST", path, "{\"overlapSeconds\":-1}").status());
  }

  @Test
  void a_key_may_rotate_itself_and_no_other() {
    String self = keyed.key("default", "read", "keys:rotate");
    String other = keyed.key("default", "read");
    String path = "/api/tenants/default/keys/";
    Reply rotated = keyed.post(self, path + Keyed.id(self) + "/rotate", "{\"overlapSeconds\":0}");
    assertEquals(200, rotated.status(), rotated.text());
    assertEquals(401, keyed.get(self, "/api/orders").status());
    String next = Keyed.text(rotated.json());
    assertEquals(200, keyed.get(next, "/api/orders").status());
    assertEquals(404, keyed.post(next, path + Keyed.id(other) + "/rotate", "{}").status());
    assertEquals(
        404,
        keyed.post(next, "/api/tenants/nobody/keys/" + Keyed.id(next) + "/rotate", "{}").status());
    assertEquals("scope", keyed.post(other, path + Keyed.id(other) + "/rotate", "{}").code());
  }

  @Test
  void what_changes_here_counts_in_every_other_process() throws Exception {
    String key = keyed.key("default", "read");
    try (Sluice other = server.another();
        HttpClient http = HttpClient.newHttpClient()) {
      assertEquals(200, status(http, other, key));
      String fresh = keyed.key("default", "read");
      await(200, http, other, fresh);
      keyed.operator("DELETE", "/api/tenants/default/keys/" + Keyed.id(key), "");
      assertEquals(401, keyed.get(key, "/api/orders").status());
      await(401, http, other, key);
      assertEquals(200, status(http, other, fresh));
    }
  }

  /** How soon is KeyRing's doing, whose test has a clock of its own. */
  private static void await(int status, HttpClient http, Sluice server, String key)
      throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (status(http, server, key) != status) {
      assertTrue(System.nanoTime() < deadline, "never " + status);
    }
  }

  private static int status(HttpClient http, Sluice server, String key) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/api/feeds"))
            .header(Keyed.HEADER, key)
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }
}
