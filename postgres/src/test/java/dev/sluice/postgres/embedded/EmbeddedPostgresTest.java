package dev.sluice.postgres.embedded;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedPostgresTest {
  @TempDir Path folder;
  private Path dataDir;
  private ServerClient client;

  @BeforeEach
  void name() {
    dataDir = folder.resolve("pg");
    client = new ServerClient(dataDir);
  }

  @Test
  void restart_keeps_data_port_and_password_and_a_lost_password_is_replaced() throws Exception {
    int port;
    String password;
    try (EmbeddedPostgres server = start()) {
      port = server.port();
      password = server.password();
      client.execute(port, "CREATE TABLE kept AS SELECT 42 AS answer");
    }
    try (EmbeddedPostgres server = start()) {
      assertEquals(port, server.port());
      assertEquals(password, server.password());
      assertEquals(42, client.number(port, "SELECT answer FROM kept"));
    }
    Files.delete(folder.resolve("keys/postgres.password"));
    try (EmbeddedPostgres server = start()) {
      assertNotEquals(password, server.password());
      assertEquals(42, client.number(server.port(), "SELECT answer FROM kept"));
    }
  }

  @Test
  void password_is_in_no_process_argument_and_no_log() throws Exception {
    try (EmbeddedPostgres server = start()) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(folder.resolve("keys/postgres.password"))));
      client.execute(server.port(), "SELECT 1");
      assertThrows(
          SQLException.class, () -> client.execute(server.port(), "SELECT 'secret-payload'::int"));
      List<String> commands =
          ProcessHandle.current()
              .descendants()
              .map(process -> process.info().commandLine().orElse(""))
              .toList();
      assertFalse(commands.stream().anyMatch(line -> line.contains(server.password())));
      String logs = text(folder.resolve("pg-log")) + text(folder.resolve("pg-run"));
      assertFalse(logs.contains(server.password()));
      assertFalse(logs.contains("secret-payload"));
    }
  }

  @Test
  void pid_of_an_unrelated_program_is_not_signalled() throws Exception {
    start().close();
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      Files.writeString(
          dataDir.resolve("postmaster.pid"),
          stranger.pid() + "\n" + dataDir + "\n1\n5432\n\n127.0.0.1\n\nready\n");
      try (EmbeddedPostgres server = start()) {
        assertTrue(client.answers(server.port()));
        assertTrue(stranger.isAlive());
      }
      assertTrue(stranger.isAlive());
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void pid_of_our_postgres_on_another_folder_is_not_signalled() throws Exception {
    EmbeddedPostgres other = TestDatabase.server();
    start().close();
    long stranger =
        ProcessHandle.current()
            .descendants()
            .filter(process -> process.info().command().orElse("").endsWith("/bin/postgres"))
            .findFirst()
            .orElseThrow()
            .pid();
    Files.writeString(
        dataDir.resolve("postmaster.pid"),
        stranger + "\n" + dataDir + "\n1\n" + other.port() + "\n\n127.0.0.1\n\nready\n");
    try (EmbeddedPostgres server = start()) {
      assertTrue(client.answers(server.port()));
      assertNotEquals(other.port(), server.port());
    }
    assertTrue(other.alive());
    assertTrue(ServerClient.runs(stranger));
  }

  @Test
  void pid_of_nobody_does_not_hinder() throws Exception {
    start().close();
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Files.writeString(
        dataDir.resolve("postmaster.pid"),
        ended.pid() + "\n" + dataDir + "\n1\n5432\n\n127.0.0.1\n\nready\n");
    try (EmbeddedPostgres server = start()) {
      assertTrue(client.answers(server.port()));
    }
  }

  @Test
  void does_not_serve_with_settings_that_lose_commits() {
    for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
      Settings unsafe = Settings.defaults().withOverride(setting, "off");
      EmbeddedPostgresException refused =
          assertThrows(
              EmbeddedPostgresException.class, () -> EmbeddedPostgres.start(dataDir, unsafe));
      assertTrue(refused.getMessage().contains(setting + "=off"), refused.getMessage());
      assertFalse(Files.exists(dataDir.resolve("postmaster.pid")), "it was stopped again");
    }
  }

  @Test
  void a_role_that_commits_asynchronously_is_refused_too() throws Exception {
    try (TestDatabase database = TestDatabase.database();
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      assertDoesNotThrow(() -> Durability.check(connection));
      statement.execute("SET synchronous_commit = local");
      EmbeddedPostgresException refused =
          assertThrows(EmbeddedPostgresException.class, () -> Durability.check(connection));
      assertTrue(refused.getMessage().contains("synchronous_commit=local"));
    }
  }

  @Test
  void mistakes_are_told_in_one_line() throws Exception {
    assertRefused(
        "no PostgreSQL binaries for plan9-mips",
        () -> PostgresBinaries.locate(folder, "plan9-mips"));

    Path file = Files.writeString(folder.resolve("file"), "");
    assertRefused(
        "cannot use the data folder",
        () -> EmbeddedPostgres.start(file.resolve("pg"), Settings.defaults()));

    Files.createDirectories(dataDir);
    Files.writeString(dataDir.resolve("holiday.jpg"), "");
    assertRefused("neither empty nor a PostgreSQL folder", this::start);

    Files.writeString(dataDir.resolve("PG_VERSION"), "9\n");
    assertRefused("was written by PostgreSQL 9", this::start);
  }

  @Test
  void binaries_are_unpacked_once_by_however_many_at_once() throws Exception {
    String platform =
        PostgresBinaries.locate(ServerAccount.detect())
            .home()
            .getFileName()
            .toString()
            .replaceFirst("postgres-(.*)-[^-]+-[^-]+", "$1");
    Path cache = folder.resolve("cache");
    List<Thread> threads =
        Stream.generate(
                () -> Thread.ofVirtual().start(() -> PostgresBinaries.locate(cache, platform)))
            .limit(2)
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    PostgresBinaries binaries = PostgresBinaries.locate(cache, platform);
    assertEquals(18, binaries.majorVersion());
    assertTrue(binaries.owns(Path.of(binaries.program("postgres"))));
    assertFalse(binaries.owns(Path.of("/usr/lib/postgresql/18/bin/postgres")));
    try (Stream<Path> entries = Files.list(cache)) {
      assertEquals(1, entries.count());
    }
  }

  @Test
  void root_without_user_namespaces_runs_it_as_nobody() throws Exception {
    assumeTrue(ServerAccount.detect() != ServerAccount.SAME_USER, "needs root");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(dataDir, Settings.defaults(), ServerAccount.NOBODY)) {
      assertTrue(client.answers(server.port()));
      assertEquals("nobody", Files.getOwner(dataDir).getName());
      ChildServer.signal("-KILL", client.postmasterPid());
      ServerClient.await("back", () -> server.alive() && client.answers(server.port()));
    }
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    assertRefused(
        "cannot be reached by the user nobody",
        () ->
            EmbeddedPostgres.start(
                closed.resolve("data/pg"), Settings.defaults(), ServerAccount.NOBODY));
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(dataDir, Settings.defaults());
  }

  private static void assertRefused(String why, Executable start) {
    EmbeddedPostgresException refused = assertThrows(EmbeddedPostgresException.class, start);
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
  }

  private static String text(Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }
}
