package dev.sluice.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tenants and keys from the command line. */
class KeyCommandsTest {
  private static TestServer server;

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void start() {
    server = TestServer.start(true, "");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Outcome run(String key, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--url", server.url(), "--key", key));
    return Outcome.of(all.toArray(String[]::new));
  }

  private static String operator() {
    return "file:" + server.data().resolve("operator.token");
  }

  private static String good(Outcome outcome) {
    assertEquals(0, outcome.code(), outcome.err());
    return outcome.out().strip();
  }

  @Test
  void a_key_is_made_used_rotated_and_revoked() throws IOException {
    assertEquals("shop", good(run(operator(), "tenant", "create", "shop", "--name", "The Shop")));
    good(run(operator(), "tenant", "change", "shop", "--rate-limit", "500/min"));
    String tenants = good(run(operator(), "tenant", "list"));
    assertTrue(tenants.matches("(?s)TENANT .*default .*shop +The Shop +500/min .*"), tenants);

    String key =
        good(
            run(
                operator(),
                "keys",
                "create",
                "--tenant",
                "default",
                "--scopes",
                "feed:write,keys:rotate",
                "--name",
                "till 7",
                "--rate-limit",
                "100/min"));
    assertTrue(key.matches("[0-9a-f-]{36}\\.sluice_[A-Za-z0-9_-]{43}"), key);
    Path orders = Files.writeString(folder.resolve("o.ndjson"), TestServer.order("cli", 1) + "\n");
    String[] send = {"send", orders.toString(), "--feed", "partner-a"};
    assertEquals("sent 1: stored 1, duplicate 0, rejected 0", good(run(key, send)));

    String id = key.substring(0, 36);
    Path secret = Files.writeString(folder.resolve("key"), key + "\n");
    String next = good(run("file:" + secret, "keys", "rotate", id, "--overlap", "0"));
    assertEquals(1, run(key, send).code());
    assertEquals("sent 1: stored 0, duplicate 1, rejected 0", good(run(next, send)));

    String list = good(run(operator(), "keys", "list"));
    assertTrue(list.contains(id + "  active  feed:write,keys:rotate  100/min"), list);
    assertFalse(list.contains(next.substring(44)), list);
    good(run(operator(), "keys", "revoke", id));
    assertTrue(good(run(operator(), "keys", "list")).contains(id + "  revoked"));
    Outcome revoked = run(next, send);
    assertEquals(1, revoked.code());
    assertTrue(revoked.err().contains("does not know this login"), revoked.err());
    assertFalse(revoked.err().contains(next.substring(37)), revoked.err());
  }

  @Test
  void a_mistake_is_one_line_that_says_what_to_change() {
    mistake(
        "there is no such tenant",
        run(operator(), "keys", "create", "--tenant", "nobody", "--scopes", "read"));
    mistake("`scopes[0]`", run(operator(), "keys", "create", "--scopes", "reed"));
    mistake(
        "there is no such key",
        run(operator(), "keys", "revoke", "018f4c3e-0000-7000-8000-000000000000"));
    mistake("there is a tenant", run(operator(), "tenant", "create", "default"));
    mistake("say what to change", run(operator(), "tenant", "change", "default"));
    mistake("cannot be read", run("file:/nowhere", "keys", "list"));
    mistake("set that variable", run("env:NOT_SET_ANYWHERE", "keys", "list"));
  }

  private static void mistake(String says, Outcome outcome) {
    assertEquals(1, outcome.code());
    assertEquals("", outcome.out());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertTrue(outcome.err().contains(says), outcome.err());
  }
}
