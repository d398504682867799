package dev.sluice.postgres;

import dev.sluice.imports.Import;
import dev.sluice.imports.ImportStore;
import dev.sluice.run.RunKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Imports in PostgreSQL; time is the database's. */
public final class PostgresImportStore implements ImportStore {
  private final Database database;
  private final Supplier<UUID> ids;

  public PostgresImportStore(Database database, Supplier<UUID> ids) {
    this.database = database;
    this.ids = ids;
  }

  @Override
  public Import create(UUID id, Import.Order order) {
    database.write(connection -> {
      UUID run = ids.get();
      insertRun(connection, run, id, order);
      insert(connection, run, id, order);
      return true;
    });
    return find(id).orElseThrow();
  }

  /** A dry run and a correction are runs of their own, left out of grand totals (rule 3). */
  private static void insertRun(Connection connection, UUID run, UUID id, Import.Order order)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into run (id, tenant, kind, name, period, in_totals)
            values (?, ?, ?, ?, ?, ?)
            """)) {
      insert.setObject(1, run);
      insert.setString(2, order.tenant());
      insert.setString(3, RunKind.IMPORT.label());
      insert.setString(4, order.type());
      insert.setString(5, id.toString());
      insert.setBoolean(6, !order.dryRun() && order.corrects() == null);
      insert.executeUpdate();
    }
  }

  private static void insert(Connection connection, UUID run, UUID id, Import.Order order)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into import (id, run, tenant, name, dataset, definition, dry_run, corrects,
                                file_name, content_type, size, digest, resumable,
                                correlation)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
      insert.setObject(1, id);
      insert.setObject(2, run);
      insert.setString(3, order.tenant());
      insert.setString(4, order.type());
      insert.setString(5, order.dataset());
      insert.setString(6, order.definition());
      insert.setBoolean(7, order.dryRun());
      insert.setObject(8, order.corrects());
      insert.setString(9, PostgresText.storable(order.fileName()));
      insert.setString(10, PostgresText.storable(order.contentType()));
      insert.setObject(11, order.size());
      insert.setBytes(12, order.digest() == null ? null : HexFormat.of().parseHex(order.digest()));
      insert.setBoolean(13, order.resumable());
      insert.setString(14, order.correlation());
      insert.executeUpdate();
    }
  }

  @Override
  public Optional<Import> find(UUID id) {
    return database.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(ImportRows.SELECT + "where i.id = ?")) {
        select.setObject(1, id);
        return ImportRows.read(select).stream().findFirst();
      }
    });
  }

  @Override
  public List<Import> list(Query query) {
    return database.read(connection -> {
      String sql =
          ImportRows.SELECT
              + """
              where (?::text is null or i.tenant = ?) and (?::text is null or i.name = ?)
                and (?::text is null or i.status = ?) and (?::uuid is null or i.id < ?)
              order by i.id desc limit ?
              """;
      try (PreparedStatement select = connection.prepareStatement(sql)) {
        int i = 0;
        String status = query.status() == null ? null : query.status().label();
        for (String value : new String[] {query.tenant(), query.type(), status}) {
          select.setString(++i, value);
          select.setString(++i, value);
        }
        select.setObject(++i, query.before());
        select.setObject(++i, query.before());
        select.setInt(++i, query.limit());
        return ImportRows.read(select);
      }
    });
  }

  @Override
  public boolean fail(UUID id, Import.Trouble trouble) {
    return database.write(connection -> {
      try (PreparedStatement update =
          connection.prepareStatement(
              """
              with failed as (
                update import set status = 'failed', problem = ?::jsonb, finished_at = now(),
                       busy_until = null, busy_by = null
                where id = ? and status = 'uploading' returning run
              ), closed as (
                update run set status = 'failed', closed_at = now() from failed
                where run.id = failed.run returning 1
              )
              select count(*) from closed
              """)) {
        update.setString(1, ImportRows.json(trouble));
        update.setObject(2, id);
        return count(update) == 1;
      }
    });
  }

  @Override
  public boolean remove(UUID id) {
    return database.write(connection -> {
      try (PreparedStatement delete =
          connection.prepareStatement(
              "delete from import where id = ? and status = 'uploading' returning run")) {
        delete.setObject(1, id);
        List<UUID> runs = ids(delete);
        for (UUID run : runs) {
          deleteRun(connection, run);
        }
        return !runs.isEmpty();
      }
    });
  }

  private static void deleteRun(Connection connection, UUID run) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement("delete from run where id = ?")) {
      delete.setObject(1, run);
      delete.executeUpdate();
    }
  }

  @Override
  public List<UUID> withFile(Duration age, int limit) {
    return database.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              """
              select id from import
              where object is not null and finished_at < now() - ? * interval '1 second'
              order by finished_at limit ?
              """)) {
        select.setLong(1, age.toSeconds());
        select.setInt(2, limit);
        return ids(select);
      }
    });
  }

  @Override
  public void forgetFile(UUID id) {
    database.write(connection -> {
      try (PreparedStatement update =
          connection.prepareStatement(
              "update import set object = null, readable = null where id = ?")) {
        update.setObject(1, id);
        return update.executeUpdate();
      }
    });
  }

  static List<UUID> ids(PreparedStatement statement) throws SQLException {
    List<UUID> ids = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        ids.add(row.getObject(1, UUID.class));
      }
    }
    return ids;
  }

  static long count(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
