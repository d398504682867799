package dev.sluice.postgres;

import dev.sluice.imports.RejectedRows;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Rejected rows are dead letters of their run, in PostgreSQL. */
public final class PostgresRejectedRows implements RejectedRows {
  private final Database database;

  public PostgresRejectedRows(Database database) {
    this.database = database;
  }

  @Override
  public Map<Integer, UUID> open(UUID run) {
    return database.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              """
              select row_number, id from dead_letter
              where run = ? and cause = 'REJECTED' and state = 'open'
              """)) {
        select.setObject(1, run);
        Map<Integer, UUID> open = new HashMap<>();
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            open.put(row.getInt(1), row.getObject(2, UUID.class));
          }
        }
        return open;
      }
    });
  }

  @Override
  public List<RejectedRow> after(UUID run, int row, int limit) {
    return database.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              """
              select id, row_number, errors, original, state from dead_letter
              where (run = ? or id in (select letter from correction where run = ? and rejected > 0))
                and row_number > ? and cause = 'REJECTED'
              order by row_number limit ?
              """)) {
        select.setObject(1, run);
        select.setObject(2, run);
        select.setInt(3, row);
        select.setInt(4, limit);
        List<RejectedRow> rows = new ArrayList<>();
        try (ResultSet found = select.executeQuery()) {
          while (found.next()) {
            rows.add(
                new RejectedRow(
                    found.getObject("id", UUID.class),
                    found.getInt("row_number"),
                    ErrorsJson.read(found.getString("errors")),
                    found.getBytes("original"),
                    found.getString("state").equals("resolved")));
          }
        }
        return rows;
      }
    });
  }
}
