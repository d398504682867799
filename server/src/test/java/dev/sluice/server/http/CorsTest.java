package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Which web pages may read answers (N42, L43). */
class CorsTest {
  private static final String APP = "https://app.example.com";
  private static final String ALLOW = "Access-Control-Allow-Origin";

  private static String header(HttpResponse<String> reply, String name) {
    return String.join(", ", reply.headers().allValues(name));
  }

  private static HttpResponse<String> preflight(ControlledServer server, String origin)
      throws Exception {
    return server.send(
        "OPTIONS",
        "/api/feed/partner-a",
        "",
        "Origin",
        origin,
        "Access-Control-Request-Method",
        "POST",
        "Access-Control-Request-Headers",
        "x-api-key, content-type");
  }

  @Test
  void nobody_unless_listed() throws Exception {
    try (ControlledServer server = new ControlledServer()) {
      assertEquals(401, preflight(server, APP).statusCode());
      HttpResponse<String> reply =
          server.send("GET", "/api/feeds", "", "Origin", APP, "Authorization", "Bearer token");
      assertEquals(200, reply.statusCode());
      assertEquals("", header(reply, ALLOW));
      assertEquals("", header(reply, "Vary"));
    }
  }

  @Test
  void a_listed_origin_is_answered_without_a_credential_before_it_sends_one() throws Exception {
    try (ControlledServer server = new ControlledServer(APP, "http://localhost:5173")) {
      HttpResponse<String> asked = preflight(server, APP);
      assertEquals(204, asked.statusCode());
      assertEquals(APP, header(asked, ALLOW));
      assertEquals("Origin", header(asked, "Vary"));
      assertTrue(header(asked, "Access-Control-Allow-Methods").contains("POST"));
      String sent = header(asked, "Access-Control-Allow-Headers");
      assertTrue(sent.contains("X-API-Key") && sent.contains("Upload-Offset"), sent);
      assertEquals("600", header(asked, "Access-Control-Max-Age"));
      assertEquals("", header(asked, "Access-Control-Allow-Credentials"));
      HttpResponse<String> refused = server.send("GET", "/api/feeds", "", "Origin", APP);
      assertEquals(401, refused.statusCode());
      assertEquals(APP, header(refused, ALLOW));
      String read = header(refused, "Access-Control-Expose-Headers");
      assertTrue(read.contains("RateLimit") && read.contains("Upload-Offset"), read);
    }
  }

  @Test
  void what_only_looks_like_a_listed_origin_is_none() throws Exception {
    try (ControlledServer server = new ControlledServer(APP)) {
      for (String origin :
          new String[] {
            APP + ".evil.example",
            "https://evil.example",
            "http://app.example.com",
            APP + ":8443",
            "null",
            "HTTPS://APP.EXAMPLE.COM"
          }) {
        HttpResponse<String> asked = preflight(server, origin);
        assertEquals(401, asked.statusCode(), origin);
        assertEquals("", header(asked, ALLOW), origin);
        assertEquals("Origin", header(asked, "Vary"), origin);
      }
    }
  }

  @Test
  void anybody_where_the_star_is_listed() throws Exception {
    try (ControlledServer server = new ControlledServer("*")) {
      assertEquals("*", header(preflight(server, "https://any.example"), ALLOW));
      HttpResponse<String> reply =
          server.send("GET", "/api/feeds", "", "Origin", APP, "Authorization", "Bearer token");
      assertEquals("*", header(reply, ALLOW));
    }
  }
}
