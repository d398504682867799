package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tenants and keys of a server with a login, made as the operator makes them. */
final class Keyed {
  static final String HEADER = "X-API-Key";

  private final TestServer server;

  Keyed(TestServer server) {
    this.server = server;
  }

  Reply operator(String method, String path, String body) {
    return server.send(method, path, body, server.operator());
  }

  void tenant(String id) {
    assertEquals(201, operator("POST", "/api/tenants", "{\"id\":\"" + id + "\"}").status());
  }

  static ObjectNode wish(String... scopes) {
    ObjectNode wish = TestServer.JSON.createObjectNode();
    wish.put("name", "a key");
    ArrayNode array = wish.putArray("scopes");
    for (String scope : scopes) {
      array.add(scope);
    }
    return wish;
  }

  /** The answer to making it. */
  JsonNode create(String tenant, ObjectNode wish) {
    Reply reply = operator("POST", "/api/tenants/" + tenant + "/keys", wish.toString());
    assertEquals(201, reply.status(), reply.text());
    return reply.json();
  }

  static String text(JsonNode created) {
    return created.path("keyId").asString() + "." + created.path("secret").asString();
  }

  /** A key as a caller presents it. */
  String key(String tenant, String... scopes) {
    return text(create(tenant, wish(scopes)));
  }

  Reply get(String key, String path) {
    return server.get(path, HEADER, key);
  }

  Reply post(String key, String path, String body) {
    return server.post(path, body, HEADER, key);
  }

  static String id(String key) {
    return key.substring(0, 36);
  }
}
