package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Live connections that were opened with an API key. */
class LiveKeysTest {
  private static final int GOING_AWAY = 1001;

  private static TestServer server;
  private static Keyed keyed;

  @BeforeAll
  static void start() {
    server = TestServer.start(true, "");
    keyed = new Keyed(server);
    keyed.tenant("acme");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_key_sees_its_tenants_topics_alone() throws Exception {
    String theirs = keyed.key("default", "feed:write");
    String run =
        keyed
            .post(theirs, "/api/feed/partner-a", TestServer.order("live-key", 1))
            .json()
            .path("run")
            .asString();
    String mine = keyed.key("acme", "read");
    try (LiveClient client = new LiveClient(server, "?topics=runs", Keyed.HEADER, mine)) {
      JsonNode runs = client.next(message -> message.path("topic").asString("").equals("runs"));
      assertTrue(runs.path("data").path("items").isEmpty(), runs.toString());
      for (String topic : new String[] {"runs/" + run, "queues"}) {
        client.send("{\"subscribe\":[\"" + topic + "\"]}");
        JsonNode answer = client.next(message -> names(message, topic));
        assertTrue(answer.path("data").isMissingNode(), answer.toString());
      }
    }
  }

  /** As a state, or as a refusal. */
  private static boolean names(JsonNode message, String topic) {
    return message.path("topic").asString("").equals(topic)
        || message.path("error").path("topic").asString("").equals(topic);
  }

  @Test
  void a_connection_ends_with_its_key() throws Exception {
    String key = keyed.key("acme", "read");
    String other = keyed.key("acme", "read");
    try (LiveClient ended = new LiveClient(server, "?topics=runs", Keyed.HEADER, key);
        LiveClient stays = new LiveClient(server, "?topics=runs", Keyed.HEADER, other)) {
      assertEquals("runs", ended.next().path("topic").asString());
      assertEquals("runs", stays.next().path("topic").asString());
      keyed.operator("DELETE", "/api/tenants/acme/keys/" + Keyed.id(key), "");
      assertEquals(GOING_AWAY, ended.awaitClose());
      stays.send("{\"subscribe\":[\"feeds\"]}");
      assertEquals("feeds", stays.next().path("topic").asString());
    }
  }

  @Test
  void a_connection_ends_with_the_right_to_read_from_its_address() throws Exception {
    for (String change :
        new String[] {"{\"scopes\":[\"feed:write\"]}", "{\"allowIps\":[\"203.0.113.0/24\"]}"}) {
      String key = keyed.key("acme", "read");
      String query = "?topics=runs&ticket=";
      String ticket = keyed.post(key, "/api/live/tickets", "").json().path("ticket").asString();
      try (LiveClient socket = new LiveClient(server, "?topics=runs", Keyed.HEADER, key);
          LiveClient ticketed = new LiveClient(server, query + ticket);
          EventSource events = new EventSource(server, "?topics=runs", Keyed.HEADER, key)) {
        assertEquals("runs", socket.next().path("topic").asString());
        assertEquals("runs", ticketed.next().path("topic").asString());
        assertEquals("message", events.next().type());
        String path = "/api/tenants/acme/keys/" + Keyed.id(key);
        assertEquals(200, keyed.operator("PATCH", path, change).status());
        assertEquals(GOING_AWAY, socket.awaitClose(), change);
        assertEquals(GOING_AWAY, ticketed.awaitClose(), change);
        String last = events.next().type();
        while (last.equals("message")) {
          last = events.next().type();
        }
        assertEquals("end", last);
      }
    }
  }

  @Test
  void a_ticket_is_worth_nothing_without_its_key() {
    String key = keyed.key("acme", "read");
    String ticket = keyed.post(key, "/api/live/tickets", "").json().path("ticket").asString();
    keyed.operator("DELETE", "/api/tenants/acme/keys/" + Keyed.id(key), "");
    assertEquals(
        401,
        server
            .get("/api/live?topics=runs&ticket=" + ticket, "Accept", "text/event-stream")
            .status());
  }

  @Test
  void a_connection_ends_with_the_secret_that_opened_it() throws Exception {
    String first = keyed.key("acme", "read");
    String ticket = keyed.post(first, "/api/live/tickets", "").json().path("ticket").asString();
    String unused = keyed.post(first, "/api/live/tickets", "").json().path("ticket").asString();
    String query = "?topics=runs&ticket=";
    try (LiveClient ended = new LiveClient(server, "?topics=runs", Keyed.HEADER, first);
        LiveClient ticketed = new LiveClient(server, query + ticket)) {
      assertEquals("runs", ended.next().path("topic").asString());
      assertEquals("runs", ticketed.next().path("topic").asString());
      String rotate = "/api/tenants/acme/keys/" + Keyed.id(first) + "/rotate";
      String second = Keyed.text(keyed.operator("POST", rotate, "{}").json());
      try (LiveClient stays = new LiveClient(server, "?topics=runs", Keyed.HEADER, second)) {
        assertEquals("runs", stays.next().path("topic").asString());
        assertEquals(GOING_AWAY, ended.awaitClose());
        assertEquals(GOING_AWAY, ticketed.awaitClose());
        assertEquals(
            401, server.get("/api/live" + query + unused, "Accept", "text/event-stream").status());
        keyed.operator("POST", rotate, "{\"overlapSeconds\":600}");
        stays.send("{\"subscribe\":[\"feeds\"]}");
        assertEquals("feeds", stays.next().path("topic").asString());
      }
    }
  }

  @Test
  void one_connection_too_many_is_told_to_come_back() {
    String key = keyed.key("acme", "read");
    keyed.tenant("crowd");
    String crowd = keyed.key("crowd", "read");
    List<LiveClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        clients.add(new LiveClient(server, "?topics=feeds", Keyed.HEADER, crowd));
      }
      Reply full =
          server.get("/api/live?topics=feeds", "Accept", "text/event-stream", Keyed.HEADER, crowd);
      assertEquals(429, full.status(), full.text());
      assertEquals("too-many-connections", full.code());
      assertTrue(full.json().path("retryable").asBoolean(), full.text());
      assertTrue(Integer.parseInt(full.header("Retry-After")) > 0);
      server.open("/api/live?topics=feeds", "Accept", "text/event-stream", Keyed.HEADER, key);
    } finally {
      clients.forEach(LiveClient::close);
    }
  }
}
