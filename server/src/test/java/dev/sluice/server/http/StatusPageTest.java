package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import dev.sluice.server.TestServer.Reply;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page holds no data, takes nothing from elsewhere, and writes nothing but text. */
class StatusPageTest {
  private static final Pattern LINKED = Pattern.compile("(?:href|src)=\"([^\"#][^\"]*)\"");

  @Test
  void the_page_is_served_without_a_login_and_its_data_is_not() {
    try (TestServer server = TestServer.start(true, "")) {
      Reply page = server.get("/");
      assertEquals(200, page.status());
      for (String directive :
          List.of("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")) {
        assertTrue(page.header("Content-Security-Policy").contains(directive), directive);
      }
      assertFalse(page.header("Content-Security-Policy").contains("unsafe"));
      Matcher link = LINKED.matcher(page.text());
      int files = 0;
      while (link.find()) {
        assertFalse(link.group(1).contains("//"), "from elsewhere: " + link.group(1));
        if (link.group(1).startsWith("status/")) {
          assertEquals(200, server.get("/" + link.group(1)).status(), link.group(1));
          files++;
        }
      }
      assertEquals(4, files);
      assertEquals(401, server.get("/api/books").status());
    }
  }

  @Test
  void what_others_sent_can_only_become_text() {
    try (TestServer server = TestServer.start()) {
      String script = server.get("/status/page.js").text();
      for (String way :
          List.of(
              "innerHTML",
              "outerHTML",
              "insertAdjacentHTML",
              "document.write",
              "eval(",
              "new Function",
              "javascript:",
              "localStorage")) {
        assertFalse(script.contains(way), way);
      }
      assertFalse(server.get("/").text().contains("style=\""));
      assertFalse(Pattern.compile("\\son\\w+=").matcher(server.get("/").text()).find());
    }
  }
}
