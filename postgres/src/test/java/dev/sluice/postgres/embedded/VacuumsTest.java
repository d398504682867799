package dev.sluice.postgres.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "priorities are lowered on Linux alone")
@Timeout(120)
class VacuumsTest {
  private static final String WORKER =
      "SELECT coalesce(max(pid), 0) FROM pg_stat_activity WHERE backend_type = 'autovacuum worker'"
          + " AND query LIKE '%public.t%'";

  @TempDir private Path folder;

  @Test
  void a_vacuum_gives_way_to_sessions_and_a_session_to_nobody() throws Exception {
    ServerClient client = new ServerClient(folder.resolve("pg"));
    Settings slow =
        Settings.defaults()
            .withOverride("autovacuum_naptime", "1s")
            .withOverride("autovacuum_vacuum_cost_delay", "100ms")
            .withOverride("autovacuum_vacuum_cost_limit", "1");
    int ours = nice(ProcessHandle.current().pid());
    try (EmbeddedPostgres server = EmbeddedPostgres.start(folder.resolve("pg"), slow);
        var session = client.connect(server.port())) {
      String fill =
          "CREATE TABLE t AS SELECT n, repeat('x', 500) AS x FROM generate_series(1, 30000) n";
      client.execute(server.port(), fill);
      long worker = 0;
      while (worker == 0) {
        Thread.sleep(20);
        worker = client.number(server.port(), WORKER);
      }
      while (nice(worker) != Math.max(10, ours)) {
        Thread.sleep(20);
      }
      assertEquals("", groupsOf(worker).replaceFirst("^/autogroup-\\d+ nice 10\\n$", ""));
      try (var row = session.createStatement().executeQuery("SELECT pg_backend_pid()")) {
        assertTrue(row.next());
        assertEquals(ours, nice(row.getLong(1)));
        assertEquals("", groupsOf(row.getLong(1)).replaceFirst("^/autogroup-\\d+ nice 0\\n$", ""));
      }
    }
  }

  /** The 19th field of proc_pid_stat(5); the second is in parentheses and may hold blanks. */
  private static int nice(long pid) throws IOException {
    String text = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return Integer.parseInt(text.substring(text.lastIndexOf(')') + 2).split(" ")[16]);
  }

  private static String groupsOf(long pid) throws IOException {
    Path group = Path.of("/proc/" + pid + "/autogroup");
    return Files.exists(group) ? Files.readString(group) : "";
  }
}
