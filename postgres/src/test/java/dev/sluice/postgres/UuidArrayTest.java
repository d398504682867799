package dev.sluice.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same array, whether the connection lets it through in binary or not. */
class UuidArrayTest {
  private static final List<UUID> IDS =
      List.of(
          UUID.fromString("00000000-0000-0000-0000-000000000000"),
          UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff"),
          UUID.fromString("01a1ff74-d475-7000-bee6-b853b1e56660"),
          UUID.fromString("01a1ff74-d475-7000-bee6-b853b1e56660"));

  @ParameterizedTest
  @ValueSource(strings = {"", "UUID_ARRAY"})
  void arrives_as_it_was_sent(String binary) throws SQLException {
    try (TestDatabase database = TestDatabase.database()) {
      Properties properties = new Properties();
      properties.setProperty("user", database.user());
      properties.setProperty("password", database.password());
      properties.setProperty("prepareThreshold", "1");
      properties.setProperty("binaryTransferEnable", binary);
      try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), properties)) {
        for (int i = 0; i <= IDS.size(); i++) {
          assertEquals(IDS.subList(0, i), echoed(connection, IDS.subList(0, i)));
        }
      }
    }
  }

  private static List<UUID> echoed(Connection connection, List<UUID> sent) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id from unnest(?::uuid[]) with ordinality as given(id, at) order by at")) {
      select.setObject(1, UuidArray.of(sent));
      List<UUID> ids = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ids.add(row.getObject(1, UUID.class));
        }
      }
      return ids;
    }
  }
}
