package dev.sluice.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice dead-letters} against a server. */
class DeadLettersCommandTest {
  @TempDir private Path folder = Path.of("");
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Outcome run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("dead-letters"));
    all.addAll(Arrays.asList(arguments));
    all.addAll(List.of("--url", server.url()));
    Outcome outcome = Outcome.of(all.toArray(String[]::new));
    return new Outcome(outcome.code(), outcome.out(), withoutLog(outcome.err()));
  }

  /** The server logs to the same stream, since it lives in the same process. */
  private static String withoutLog(String err) {
    return err.lines()
        .filter(line -> !line.startsWith("{\"time\""))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private String letter(String order) {
    String body = TestServer.order(order, 0);
    return server.post("/api/feed/partner-a", body).json().path("deadLetterId").asString();
  }

  @Test
  void list_and_show_are_tables_for_people_and_json_for_programs() {
    String first = letter("cli-1");
    String second = letter("cli-2");
    Outcome list = run("list", "--feed", "partner-a", "--code", "minimum");
    List<String> lines = list.out().lines().toList();
    assertEquals(0, list.code(), list.err());
    assertEquals(3, lines.size(), list.out());
    assertTrue(lines.get(0).startsWith("ID "));
    assertTrue(lines.get(1).startsWith(second));
    assertTrue(lines.get(2).startsWith(first));
    assertTrue(lines.get(1).contains("  open   minimum  quantity  1 "), lines.get(1));
    Outcome json = run("list", "--json", "--limit", "1");
    assertEquals(second, TestServer.JSON.readTree(json.out()).path("id").asString());
    assertTrue(json.err().isEmpty());
    assertEquals("", run("list", "--cause", "exhausted", "--json").out());
    Outcome show = run("show", first);
    assertTrue(show.out().startsWith("state      open\n"), show.out());
    assertTrue(show.out().contains("\nerror      minimum quantity: "), show.out());
    assertTrue(show.out().contains("\nnow        a replay would come to rejected\n"), show.out());
    assertTrue(show.out().contains("\npayload    {\"orderId\":\"cli-1\""), show.out());
    String shown = TestServer.JSON.readTree(run("show", first, "--json").out()).toString();
    assertTrue(shown.contains(first));
  }

  @Test
  void replay_by_id_says_what_became_of_each_and_fails_where_one_did() throws IOException {
    String letter = letter("cli-3");
    Outcome failed = run("replay", letter);
    assertEquals(1, failed.code());
    assertEquals(letter + " rejected\n", failed.out());
    assertTrue(failed.err().contains("minimum quantity: "), failed.err());
    Path payload = Files.writeString(folder.resolve("order.json"), TestServer.order("cli-3", 4));
    Outcome stored = run("replay", letter, "--payload", payload.toString());
    assertEquals(0, stored.code(), stored.err());
    assertTrue(stored.out().startsWith(letter + " stored "), stored.out());
    Outcome again = run("replay", letter);
    assertEquals(1, again.code());
    assertTrue(again.err().contains("409"), again.err());
  }

  @Test
  void replay_by_filter_waits_for_its_run() {
    server.post("/api/feed/partner-a", TestServer.order("cli-5", 1));
    for (int quantity = 2; quantity < 5; quantity++) {
      server.post("/api/feed/partner-a", TestServer.order("cli-5", quantity));
    }
    letter("cli-6");
    assertEquals("3 match\n", run("replay", "--code", "conflict", "--dry-run").out());
    Outcome kept = run("replay", "--code", "conflict", "--on-conflict", "keep");
    assertEquals(0, kept.code(), kept.err());
    assertTrue(kept.out().contains("completed: replayed 3, stored 0, duplicate 3, failed again 0"));
    Outcome rest = run("replay", "--all");
    assertEquals(1, rest.code());
    assertTrue(rest.out().startsWith("1 match\n"), rest.out());
    assertTrue(rest.out().contains("replayed 1, stored 0, duplicate 0, failed again 1"));
  }

  @Test
  void a_mistake_is_one_line() {
    for (String[] arguments :
        new String[][] {
          {},
          {"replay"},
          {"replay", "--all", "018f4c3e-0000-7000-8000-000000000000"},
          {"replay", "--all", "--payload", "x"},
          {"show", "018f4c3e-0000-7000-8000-000000000000"},
          {"list", "--limit", "0"},
          {"list", "--state", "shut"}
        }) {
      Outcome outcome = run(arguments);
      assertTrue(outcome.code() != 0);
      assertEquals("", outcome.out());
      assertEquals(1, outcome.err().lines().count(), outcome.err());
    }
  }
}
