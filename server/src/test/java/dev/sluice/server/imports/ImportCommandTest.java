package dev.sluice.server.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.server.cli.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice import}, against a server. */
class ImportCommandTest {
  private static People people;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    people = new People();
  }

  @AfterAll
  static void stop() {
    people.close();
  }

  private static Outcome run(Path file, String... more) {
    String[] arguments = {
      "import", file.toString(), "--type", "people-log", "--url", people.server().url()
    };
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return Outcome.of(all);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("people.csv"), text);
  }

  @Test
  void it_exits_by_the_books_and_keeps_the_errors() throws IOException {
    Path file = file(People.rows(1, 2_000) + "bad,,,\n");
    Path errors = folder.resolve("errors.csv");
    Outcome one = run(file, "--errors", errors.toString());
    Outcome strict = run(file, "--strict");

    assertEquals(0, one.code(), one.err());
    assertTrue(
        one.out().startsWith("completed with errors: received 2001, stored 2000,"), one.out());
    assertTrue(Files.readString(errors).contains("bad,,,,2001,name,"), Files.readString(errors));
    assertEquals(3, strict.code(), strict.err());
    people.audit();
  }

  @Test
  void errors_that_cannot_be_kept_are_found_out_before_anything_lands() throws IOException {
    int before = people.records("people_log").size();
    Path nowhere = folder.resolve("no folder").resolve("errors.csv");
    Outcome outcome = run(file(People.rows(1, 3)), "--errors", nowhere.toString());

    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("choose another file with --errors"), outcome.err());
    assertEquals(before, people.records("people_log").size());
  }

  @Test
  void the_errors_can_be_corrected_and_sent() throws IOException {
    Path errors = folder.resolve("errors.csv");
    Outcome one = run(file(People.HEADER + "c1,,,\nc2,,,\n"), "--errors", errors.toString());
    String id = one.out().replaceAll("(?s).*\\(import (.*)\\).*", "$1");
    Files.writeString(errors, Files.readString(errors).replace("c1,,,", "c1,Ann,,"));
    Outcome two = run(errors, "--corrects", id, "--errors", errors.toString());

    assertEquals(0, two.code(), two.err());
    assertTrue(two.out().startsWith("completed with errors: received 2, stored 1,"), two.out());
    assertTrue(Files.readString(errors).contains("c2,,,,2,name,"), Files.readString(errors));
    people.audit();
  }

  @Test
  void a_dry_run_lands_nothing() throws IOException {
    int before = people.records("people_log").size();
    Outcome dry = run(file(People.rows(1, 3)), "--dry-run");

    assertEquals(0, dry.code(), dry.err());
    assertTrue(dry.out().contains("a dry run, nothing landed"), dry.out());
    assertEquals(before, people.records("people_log").size());
  }

  @Test
  void a_file_that_cannot_be_taken_is_one_line_that_says_why() throws IOException {
    Outcome outcome = run(file("a,b\n1,2\n"));

    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("the dataset has no column"), outcome.err());
    assertEquals(1, run(Path.of("/nowhere.csv")).code());
  }

  @Test
  void an_upload_that_was_left_is_gone_on_with() throws Exception {
    String text = People.rows(1, 500);
    byte[] sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    String order =
        "{\"type\":\"people-log\",\"fileName\":\"people.csv\",\"size\":"
            + text.length()
            + ",\"digest\":\"sha-256=:"
            + Base64.getEncoder().encodeToString(sha)
            + ":\"}";
    String id =
        people
            .server()
            .post("/api/imports", order, "Content-Type", "application/json")
            .json()
            .path("id")
            .asString();
    Outcome outcome = run(file(text));

    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains("resuming the upload of import " + id), outcome.err());
    assertTrue(outcome.out().contains(id), outcome.out());
  }

  private static String announced(String tenant, String text) throws Exception {
    byte[] sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    String order =
        "{\"type\":\"people-log\",\"tenant\":\"%s\",\"size\":%d,\"digest\":\"sha-256=:%s:\"}"
            .formatted(tenant, text.length(), Base64.getEncoder().encodeToString(sha));
    return people.server().post("/api/imports", order).json().path("id").asString();
  }

  @Test
  void an_upload_of_another_tenant_is_left_alone() throws Exception {
    people.server().post("/api/tenants", "{\"id\":\"acme\"}");
    String text = People.rows(1, 7);
    String other = announced("acme", text);
    Outcome unnamed = run(file(text));

    assertEquals(0, unnamed.code(), unnamed.err());
    assertFalse(unnamed.out().contains(other), "it went to another tenant: " + unnamed.err());
    assertEquals("uploading", people.show(other).path("status").asString());
    String own = unnamed.out().replaceAll("(?s).*\\(import (.*)\\).*", "$1");
    assertEquals("default", people.show(own).path("tenant").asString());

    Outcome named = run(file(text), "--tenant", "acme");
    assertTrue(named.out().contains(other), named.err());
  }

  @Test
  void a_server_that_is_away_is_said_to_be_at_once() throws IOException {
    var requests = new AtomicInteger();
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          // Away twice, so that it is said once, and then there to refuse it.
          if (requests.incrementAndGet() > 2) {
            exchange.sendResponseHeaders(400, -1);
          }
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      String[] arguments = {
        "import", file(People.rows(1, 1)).toString(), "--type", "people-log", "--url", url
      };
      Outcome outcome = Outcome.of(arguments);
      assertEquals(1, outcome.code());
      assertEquals(
          List.of(
              "sluice: no server answers at "
                  + url
                  + ", check --url; trying again for up to 3 minutes",
              "sluice: the server refuses it, HTTP 400"),
          outcome.err().lines().toList());
    } finally {
      server.stop(0);
    }
  }

  @Test
  @Timeout(60)
  void a_file_of_nothing_is_said_to_be_empty() throws IOException {
    Outcome outcome = run(file(""));

    assertEquals(1, outcome.code(), outcome.out());
    assertTrue(outcome.err().contains("the file is empty"), outcome.err());
  }
}
