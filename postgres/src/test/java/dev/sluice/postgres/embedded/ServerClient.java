package dev.sluice.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What a test asks of the server of a folder, whichever process runs it. */
record ServerClient(Path dataDir) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  long postmasterPid() {
    return PostmasterFile.read(dataDir).orElseThrow().pid();
  }

  int port() {
    return PostmasterFile.read(dataDir).orElseThrow().port();
  }

  Connection connect(int port) throws SQLException, IOException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/sluice",
        "sluice",
        Files.readString(dataDir.resolveSibling("keys").resolve("postgres.password")));
  }

  void execute(int port, String sql) throws SQLException, IOException {
    try (Connection connection = connect(port);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  long number(int port, String sql) throws SQLException, IOException {
    try (Connection connection = connect(port);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  boolean answers(int port) {
    try {
      return number(port, "SELECT 1") == 1;
    } catch (SQLException | IOException e) {
      return false;
    }
  }

  /** A process that still runs: a zombie has ended. */
  static boolean runs(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    if (!Deadline.after(PATIENCE).await(condition)) {
      throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
    }
  }
}
