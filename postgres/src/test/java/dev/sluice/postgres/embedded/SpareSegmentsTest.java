package dev.sluice.postgres.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "there is no upkeep elsewhere")
@Timeout(120)
class SpareSegmentsTest {
  /** Segments of 4 MB. */
  private static final int KEPT = 24;

  private static final String ALL = "SELECT count(*) FROM pg_ls_waldir()";

  private static final String SPARE =
      ALL + " WHERE name > pg_walfile_name(pg_current_wal_lsn()) AND size = 4 << 20";

  @TempDir private Path folder;

  private Path data() {
    return folder.resolve("pg");
  }

  @Test
  void a_server_that_gets_busy_has_all_segments_it_keeps() throws Exception {
    ServerClient client = new ServerClient(data());
    Settings few =
        Settings.defaults()
            .withOverride("min_wal_size", KEPT * 4 + "MB")
            .withOverride("autovacuum", "off"); // it writes, too
    try (EmbeddedPostgres server = EmbeddedPostgres.start(data(), few)) {
      int port = server.port();
      assertTrue(client.number(port, ALL) < SpareSegments.BUSY);
      // all that are there are in use when this ends, the next checkpoint being far
      String fill =
          "CREATE TABLE t AS SELECT n, repeat('x', 1000) AS x FROM generate_series(1, 70000) n";
      client.execute(port, fill);
      while (client.number(port, SPARE) < KEPT - 4) {
        client.execute(port, "INSERT INTO t VALUES (0, 'busy')");
        Thread.sleep(50);
      }
      assertEquals(70_000, client.number(port, "SELECT count(*) FROM t WHERE n > 0"));
    }
    try (EmbeddedPostgres server = EmbeddedPostgres.start(data(), few)) {
      assertTrue(client.number(server.port(), SPARE) >= KEPT - 4);
      client.execute(server.port(), "CHECKPOINT");
      String written = "SELECT pg_current_wal_insert_lsn() - '0/0'";
      long end = client.number(server.port(), written);
      SpareSegments again =
          new SpareSegments(
              data(), () -> ServerSession.connect(server.port(), "sluice", server.password()));
      again.step();
      again.step();
      assertTrue(client.number(server.port(), written) - end < 4 << 20, "one was left again");
    }
  }

  @Test
  void a_server_that_was_only_tried_out_makes_none() {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(data(), Settings.defaults())) {
      SpareSegments segments =
          new SpareSegments(
              data(),
              () -> {
                throw new AssertionError("asked for " + server.port());
              });
      segments.step();
      segments.step();
    }
  }
}
