package dev.sluice.postgres;

import dev.sluice.imports.RejectedRows;
import dev.sluice.run.Claim;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
              select row_number, id, 0 as sort from dead_letter
              where run = ? and cause = 'REJECTED' and state = 'open'
              union all
              select d.row_number, d.id, 1 from dead_letter d
              where d.id in (select letter from correction where run = ? and rejected > 0)
                and d.cause = 'REJECTED' and d.state = 'open'
              order by sort
              """)) {
        select.setObject(1, run);
        select.setObject(2, run);
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
  public List<RejectedRow> after(UUID run, Place place, int limit) {
    return database.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              """
              (select id, row_number, errors, original, state, null as object,
                      null::bigint as from_byte, null::bigint as byte_count,
                      null::bigint as first_row, null::bigint as first_line,
                      null::int as received
               from dead_letter
               where run = ? and (row_number, id) > (?, ?) and cause = 'REJECTED'
               order by row_number, id limit ?)
              union all
              (select d.id, d.row_number, c.errors, d.original, d.state, b.object, b.from_byte,
                      b.byte_count, b.first_row, b.first_line, b.received
               from (select distinct on (letter) letter, batch, errors from correction
                     where run = ? and rejected > 0 order by letter, batch) c
               join dead_letter d on d.id = c.letter join batch b on b.id = c.batch
               where (d.row_number, d.id) > (?, ?) and d.cause = 'REJECTED'
               order by d.row_number, d.id limit ?)
              order by row_number, id limit ?
              """)) {
        int i = 0;
        for (int part = 0; part < 2; part++) {
          select.setObject(++i, run);
          select.setInt(++i, place.row());
          select.setObject(++i, place.letter());
          select.setInt(++i, limit);
        }
        select.setInt(++i, limit);
        List<RejectedRow> rows = new ArrayList<>();
        try (ResultSet found = select.executeQuery()) {
          while (found.next()) {
            rows.add(row(found));
          }
        }
        return rows;
      }
    });
  }

  private static RejectedRow row(ResultSet found) throws SQLException {
    return new RejectedRow(
        found.getObject("id", UUID.class),
        found.getInt("row_number"),
        ErrorsJson.read(found.getString("errors")),
        found.getBytes("original"),
        found.getString("state").equals("resolved"),
        corrected(found));
  }

  private static @Nullable Try corrected(ResultSet found) throws SQLException {
    String object = found.getString("object");
    return object == null
        ? null
        : new Try(
            new Claim(
                object,
                found.getLong("from_byte"),
                found.getLong("byte_count"),
                found.getLong("first_row"),
                found.getLong("first_line")),
            found.getInt("received"));
  }
}
