package dev.sluice.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.postgres.embedded.Durability;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class TestDatabaseTest {

  @Test
  void each_test_sees_only_its_own_tables() throws SQLException {
    try (TestDatabase one = TestDatabase.schema();
        TestDatabase two = TestDatabase.schema();
        Connection first = one.dataSource().getConnection();
        Connection second = two.dataSource().getConnection()) {
      try (Statement statement = first.createStatement()) {
        statement.execute("CREATE TABLE orders (id int)");
      }
      try (Statement statement = second.createStatement()) {
        assertThrows(SQLException.class, () -> statement.execute("SELECT * FROM orders"));
      }
    }
  }

  @Test
  void sessions_are_durable_and_not_in_utc() throws SQLException {
    try (TestDatabase database = TestDatabase.database();
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      Durability.check(connection);
      try (ResultSet row = statement.executeQuery("SHOW timezone")) {
        row.next();
        assertEquals("Asia/Kathmandu", row.getString(1));
      }
    }
  }
}
