package dev.sluice.postgres;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.postgres.embedded.EmbeddedPostgres;
import dev.sluice.postgres.embedded.Settings;
import dev.sluice.testing.TestFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class HeartbeatTest {

  @Test
  void a_standby_is_not_ready_until_it_is_promoted() throws Exception {
    Path folder = TestFolders.create("standby");
    try {
      EmbeddedPostgres.start(folder.resolve("pg"), Settings.defaults()).close();
      Files.createFile(folder.resolve("pg").resolve("standby.signal"));
      try (EmbeddedPostgres standby =
          EmbeddedPostgres.start(folder.resolve("pg"), Settings.defaults())) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(standby.jdbcUrl());
        source.setUser(standby.user());
        source.setPassword(standby.password());
        try (Heartbeat heartbeat = new Heartbeat(source, 5_000)) {
          assertFalse(heartbeat.beats());
          try (var connection = source.getConnection();
              Statement statement = connection.createStatement()) {
            assertTrue(statement.execute("select pg_promote()"));
          }
          assertTrue(heartbeat.beats());
        }
      }
    } finally {
      TestFolders.delete(folder);
    }
  }
}
