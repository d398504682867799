package dev.sluice.postgres.embedded;

import static dev.sluice.postgres.embedded.ServerClient.await;
import static dev.sluice.postgres.embedded.ServerClient.runs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left after a JVM, a server or both were killed, and who cleans it up. */
@Timeout(180)
class EmbeddedPostgresCrashTest {
  @TempDir Path folder;
  private Path dataDir;
  private ServerClient client;

  @BeforeEach
  void name() {
    name("pg");
  }

  private void name(String data) {
    dataDir = folder.resolve(data);
    client = new ServerClient(dataDir);
  }

  @Test
  void server_stops_when_its_jvm_is_killed() throws Exception {
    try (ChildServer child = ChildServer.spawn(dataDir)) {
      child.awaitReady();
      long pid = client.postmasterPid();
      child.kill();
      await("postmaster gone", () -> !runs(pid));
      await("clean shutdown", () -> !Files.exists(dataDir.resolve("postmaster.pid")));
    }
  }

  @Test
  void a_start_right_after_the_kill_of_the_jvm_finds_everything() throws Exception {
    try (ChildServer child = ChildServer.spawn(dataDir)) {
      child.awaitReady();
      int port = client.port();
      client.execute(port, "CREATE TABLE kept AS SELECT 42 AS answer");
      child.kill();
      try (EmbeddedPostgres server = start()) {
        assertEquals(port, server.port());
        assertEquals(42, client.number(server.port(), "SELECT answer FROM kept"));
      }
    }
  }

  @Test
  void orphaned_server_is_stopped_and_replaced() throws Exception {
    try (ChildServer child = ChildServer.spawn(dataDir)) {
      child.awaitReady();
      long orphan = client.postmasterPid();
      client.execute(client.port(), "CREATE TABLE kept AS SELECT 42 AS answer");
      child.killLeavingTheServer();
      assertTrue(runs(orphan));
      try (EmbeddedPostgres server = start()) {
        assertFalse(runs(orphan));
        assertTrue(server.owner());
        assertEquals(42, client.number(server.port(), "SELECT answer FROM kept"));
      }
    }
  }

  @Test
  void acknowledged_commits_survive_kill_9_of_both() throws Exception {
    AtomicInteger acknowledged = new AtomicInteger();
    try (ChildServer child = ChildServer.spawn(dataDir)) {
      child.awaitReady();
      int port = client.port();
      long pid = client.postmasterPid();
      client.execute(port, "CREATE TABLE orders (id int PRIMARY KEY)");
      Thread writer = Thread.ofVirtual().start(() -> insertUntilItFails(port, acknowledged));
      await("some commits", () -> acknowledged.get() >= 500);
      ChildServer.signal("-KILL", pid);
      child.kill();
      writer.join();
    }
    try (EmbeddedPostgres server = start()) {
      assertEquals(
          acknowledged.get(),
          client.number(
              server.port(), "SELECT count(*) FROM orders WHERE id <= " + acknowledged.get()));
    }
  }

  @Test
  void killed_server_is_back_on_the_same_port_while_a_backend_still_works() throws Exception {
    try (EmbeddedPostgres server = start();
        Connection busy = client.connect(server.port());
        Statement statement = busy.createStatement()) {
      Thread query =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  // computes for ever, so it does not notice that its postmaster has died
                  statement.execute("DO 'BEGIN LOOP END LOOP; END'");
                } catch (SQLException e) {
                  // as it must
                }
              });
      await(
          "query running",
          () ->
              count(
                      server.port(),
                      "SELECT count(*) FROM pg_stat_activity"
                          + " WHERE state = 'active' AND query LIKE 'DO %'")
                  == 1);
      long killed = client.postmasterPid();
      ChildServer.signal("-KILL", killed);
      await("back", () -> server.alive() && client.answers(server.port()));
      assertNotEquals(killed, client.postmasterPid());
      query.join();
    }
  }

  @Test
  void killed_checkpointer_does_no_lasting_harm() throws Exception {
    try (EmbeddedPostgres server = start()) {
      client.execute(server.port(), "CREATE TABLE kept AS SELECT 42 AS answer");
      long postmaster = client.postmasterPid();
      String running = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'";
      long checkpointer = client.number(server.port(), running);
      ChildServer.signal("-KILL", checkpointer);
      await("gone", () -> !runs(checkpointer));
      await(
          "another",
          () -> {
            long now = count(server.port(), running);
            return now != 0 && now != checkpointer;
          });
      assertTrue(server.alive());
      assertEquals(postmaster, client.postmasterPid(), "it recovers by itself");
      assertEquals(42, client.number(server.port(), "SELECT answer FROM kept"));
    }
  }

  @Test
  void killed_shell_does_not_leave_a_server_that_nobody_stops() throws Exception {
    try (EmbeddedPostgres server = start()) {
      long postmaster = client.postmasterPid();
      long shell = ProcessHandle.of(postmaster).orElseThrow().parent().orElseThrow().pid();
      ChildServer.signal("-KILL", shell);
      await("replaced", () -> !runs(postmaster) && server.alive() && client.answers(server.port()));
    }
    assertFalse(Files.exists(dataDir.resolve("postmaster.pid")));
  }

  @Test
  void second_process_attaches_and_takes_over_when_the_owner_is_killed() throws Exception {
    try (ChildServer owner = ChildServer.spawn(dataDir)) {
      assertEquals("owner", owner.awaitReady());
      try (EmbeddedPostgres attached = start()) {
        assertFalse(attached.owner());
        assertTrue(attached.alive());
        int port = attached.port();
        assertEquals(client.port(), port);
        owner.kill();
        await("taken over", () -> attached.owner() && attached.alive() && client.answers(port));
        assertEquals(port, attached.port());
        try (ChildServer third = ChildServer.spawn(dataDir)) {
          assertEquals("attached", third.awaitReady());
        }
        assertTrue(attached.alive(), "an attached process that ends does not stop the server");
      }
    }
  }

  @Test
  void two_in_one_jvm_share_a_server_and_the_second_takes_over() throws Exception {
    EmbeddedPostgres first = start();
    try (EmbeddedPostgres second = start()) {
      assertTrue(first.owner());
      assertFalse(second.owner());
      first.close();
      await("taken over", () -> second.owner() && client.answers(second.port()));
    } finally {
      first.close();
    }
  }

  @Test
  void init_killed_half_way_leaves_nothing_half_done() throws Exception {
    for (int tries = 1; initIsOverBeforeItsKill(); tries++) {
      assertTrue(tries < 10, "it is always there before the kill");
      name(tries + "/pg");
    }
    try (EmbeddedPostgres server = start()) {
      assertTrue(client.answers(server.port()));
    }
    try (Stream<Path> left = Files.list(dataDir.getParent())) {
      assertEquals(0, left.filter(path -> path.getFileName().toString().contains("init")).count());
    }
  }

  @Test
  void what_a_killed_init_left_goes_even_while_its_initdb_still_writes() throws Exception {
    Path leftover = Files.createDirectories(folder.resolve("pg.init-1/data"));
    start().close(); // with a cluster in place the leftover goes as well
    assertFalse(Files.exists(leftover));
    Files.createDirectories(leftover);
    Process writer =
        new ProcessBuilder(
                "sh",
                "-c",
                "i=1; while echo x > \"$1/$i\"; do i=$((i+1)); done",
                "sh",
                leftover.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      await("writing", () -> Files.exists(leftover.resolve("100")));
      try (EmbeddedPostgres server = start()) {
        assertTrue(server.alive());
        assertFalse(Files.exists(folder.resolve("pg.init-1")));
      }
    } finally {
      writer.destroyForcibly();
    }
  }

  private boolean initIsOverBeforeItsKill() throws Exception {
    try (ChildServer child = ChildServer.spawn(dataDir)) {
      await("initdb at work", this::initHasBegun);
      child.kill();
    }
    return Files.exists(dataDir);
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(dataDir, Settings.defaults());
  }

  private void insertUntilItFails(int port, AtomicInteger acknowledged) {
    try (Connection connection = client.connect(port);
        Statement statement = connection.createStatement()) {
      while (true) {
        statement.execute("INSERT INTO orders VALUES (" + (acknowledged.get() + 1) + ")");
        acknowledged.incrementAndGet();
      }
    } catch (SQLException | IOException e) {
      // the server was killed
    }
  }

  private long count(int port, String sql) {
    try {
      return client.number(port, sql);
    } catch (SQLException | IOException e) {
      return 0;
    }
  }

  private boolean initHasBegun() {
    try (Stream<Path> entries = Files.walk(dataDir.getParent(), 3)) {
      return entries.anyMatch(path -> path.endsWith("data/base"));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }
}
