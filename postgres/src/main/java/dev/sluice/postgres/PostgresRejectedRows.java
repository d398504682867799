package dev.sluice.postgres;

import dev.sluice.imports.RejectedRows;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;

/** Rejected rows are dead letters of their run, in PostgreSQL. */
public final class PostgresRejectedRows implements RejectedRows {
  private final Database database;

  public PostgresRejectedRows(Database database) {
    this.database = database;
  }

  @Override
  public BitSet open(UUID run) {
    return database.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              """
              select row_number from dead_letter
              where run = ? and cause = 'REJECTED' and state <> 'resolved'
              """)) {
        select.setObject(1, run);
        BitSet open = new BitSet();
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            open.set(row.getInt(1));
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
              where run = ? and row_number > ? and cause = 'REJECTED'
              order by row_number limit ?
              """)) {
        select.setObject(1, run);
        select.setInt(2, row);
        select.setInt(3, limit);
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
