package dev.sluice.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.postgres.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * B18, rules 2 and 7: an import goes through any kill with every row once. For the long run: {@code
 * -Dsluice.crash.rows=500000 -Dsluice.crash.importKills=20}.
 */
class ImportCrashTest {
  private static final int ROWS = Integer.getInteger("sluice.crash.rows", 50_000);
  private static final int KILLS = Integer.getInteger("sluice.crash.importKills", 3);
  private static final int CHUNK = 10_000;
  private static final int LONGEST_PAUSE = 400;
  private static final long SEED = 20261121;

  @TempDir private Path folder;
  private final AtomicReference<ServerProcess> server = new AtomicReference<>();
  private final Sender sender = new Sender(this::url);
  private final TestDatabase database = TestDatabase.database();

  private URI url() {
    return server.get().url();
  }

  private ServerProcess start(int port, String name) throws IOException {
    Path definitions = Files.createDirectories(folder.resolve("definitions"));
    Files.writeString(definitions.resolve("members.yaml"), Members.DEFINITIONS);
    Path data = Files.createDirectories(folder.resolve(name)).resolve("data");
    Path objects = Files.createDirectories(folder.resolve("objects"));
    Files.createDirectories(data);
    if (!Files.exists(data.resolve("objects"))) {
      Files.createSymbolicLink(data.resolve("objects"), objects);
    }
    Path user = Files.writeString(folder.resolve("user"), database.user());
    Path password = Files.writeString(folder.resolve("password"), database.password());
    return ServerProcess.start(
        data,
        definitions,
        port,
        "--database",
        database.jdbcUrl(),
        "--database-user",
        "file:" + user,
        "--database-password",
        "file:" + password);
  }

  private String upload(Members members) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(url().resolve("/api/imports?type=members"))
            .header("Content-Type", "text/csv")
            .POST(BodyPublishers.ofFile(members.file()))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertEquals(202, response.statusCode(), response.body());
    return new tools.jackson.databind.json.JsonMapper()
        .readTree(response.body())
        .path("id")
        .asString();
  }

  private JsonNode show(String id) throws Exception {
    return sender.get("/api/imports/" + id);
  }

  @Test
  void every_row_of_an_import_survives_kill_9_exactly_once() throws Exception {
    Members members = new Members(folder.resolve("members.csv"), ROWS, SEED);
    server.set(start(0, "one"));
    int port = server.get().port();
    Random random = new Random(SEED);
    String id = upload(members);
    try (Watcher watcher = new Watcher(this::url, id)) {
      boolean over = false;
      for (int kill = 0; kill < KILLS && !over; kill++) {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE));
        JsonNode now = show(id);
        if (Watcher.isFinal(now)) {
          break; // whoever comes back is shown the end once more
        }
        long before = now.path("progress").path("rowsDone").asLong();
        server.get().kill();
        server.set(start(port, "one"));
        if (kill == KILLS - 1 || ROWS / KILLS > CHUNK * 2) {
          over = awaitResumed(id, before, kill);
        }
      }
      awaitProgress(id, members.rows());
      awaitOver(id);
      awaitFinal(watcher);
      assertEquals(1, watcher.finals(), "final events");
      assertSteady(watcher);
    } finally {
      server.get().stop();
    }
    server.set(start(port, "one"));
    try {
      verify(members, id);
    } finally {
      server.get().stop();
      database.close();
    }
  }

  /** Within 40 s of the restart, which the lease's 30 s are most of. */
  private boolean awaitResumed(String id, long before, int kill) throws Exception {
    long since = System.nanoTime();
    boolean over = awaitProgress(id, Math.min(ROWS, before + 1));
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
    System.out.println("resumed within " + seconds + " s after kill " + (kill + 1));
    return over;
  }

  @Test
  void two_processes_share_an_import_and_one_finishes_it_alone() throws Exception {
    Members members = new Members(folder.resolve("members.csv"), ROWS, SEED + 1);
    server.set(start(0, "one"));
    ServerProcess other = start(0, "two");
    try {
      String id = upload(members);
      awaitProgress(id, 1);
      other.kill();
      awaitOver(id);
      verify(members, id);
    } finally {
      other.stop();
      server.get().stop();
      database.close();
    }
  }

  /** True where the import is over. */
  private boolean awaitProgress(String id, long rows) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
    while (true) {
      JsonNode one = show(id);
      boolean begun = !one.path("startedAt").isNull();
      if (Watcher.isFinal(one)
          || (begun && one.path("progress").path("rowsDone").asLong() >= rows)) {
        return Watcher.isFinal(one);
      }
      assertTrue(System.nanoTime() < deadline, "no progress: " + one);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private void awaitOver(String id) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
    while (!Watcher.isFinal(show(id))) {
      assertTrue(System.nanoTime() < deadline, "not over: " + show(id));
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** And a while longer, in which a second one would come. */
  private static void awaitFinal(Watcher watcher) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (watcher.finals() == 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    TimeUnit.SECONDS.sleep(2);
  }

  private static void assertSteady(Watcher watcher) {
    long most = 0;
    for (JsonNode one : watcher.seen()) {
      long done = one.path("progress").path("rowsDone").asLong();
      assertTrue(done >= most - CHUNK, "progress went back from " + most + " to " + done);
      most = Math.max(most, done);
    }
  }

  private void verify(Members members, String id) throws Exception {
    JsonNode one = show(id);
    assertEquals("completed_with_errors", one.path("status").asString(), one.toString());
    JsonNode books = one.path("books");
    int bad = members.planted().size();
    assertEquals(members.rows(), books.path("received").asInt());
    assertEquals(members.rows() - bad, books.path("stored").asInt());
    assertEquals(bad, books.path("rejected").asInt());
    assertEquals(members.planted(), errors(id));
    Set<String> expected = new HashSet<>();
    for (int row = 1; row <= members.rows(); row++) {
      if (!members.planted().containsKey(row)) {
        expected.add("M" + row);
      }
    }
    assertStored(expected);
    assertEquals(0, sender.get("/api/books/audit").path("differences").size());
  }

  private Map<Integer, String> errors(String id) throws Exception {
    Map<Integer, String> errors = new TreeMap<>();
    String next = "";
    do {
      JsonNode page = sender.get("/api/imports/" + id + "/errors?limit=500" + next);
      for (JsonNode error : page.path("items")) {
        errors.put(error.path("row").asInt(), error.path("code").asString());
      }
      next =
          page.path("nextCursor").isNull() ? "" : "&cursor=" + page.path("nextCursor").asString();
    } while (!next.isEmpty());
    return errors;
  }

  /** Straight from the table: lost, doubled and unexpected rows. */
  private void assertStored(Set<String> expected) throws SQLException {
    int doubled = 0;
    int unexpected = 0;
    Set<String> found = new HashSet<>();
    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select id from public.members")) {
      while (row.next()) {
        doubled += found.add(row.getString(1)) ? 0 : 1;
        unexpected += expected.contains(row.getString(1)) ? 0 : 1;
      }
    }
    int lost = 0;
    for (String id : expected) {
      lost += found.contains(id) ? 0 : 1;
    }
    assertEquals(
        "lost 0 doubled 0 unexpected 0",
        "lost " + lost + " doubled " + doubled + " unexpected " + unexpected);
  }
}
