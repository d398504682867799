package dev.sluice.postgres;

import java.sql.PreparedStatement;

/** Definitions by content hash, so that what a batch was accepted under can always be read. */
public final class PostgresDefinitionStore {
  private final Database database;

  public PostgresDefinitionStore(Database database) {
    this.database = database;
  }

  /** Keeps the document; the first text of a hash stays. */
  public void put(String hash, String kind, String name, String body) {
    database.write(connection -> {
      try (PreparedStatement insert =
          connection.prepareStatement(
              """
              insert into definition (hash, kind, name, body) values (?, ?, ?, ?)
              on conflict do nothing
              """)) {
        insert.setString(1, hash);
        insert.setString(2, kind);
        insert.setString(3, name);
        insert.setString(4, body);
        return insert.executeUpdate();
      }
    });
  }
}
