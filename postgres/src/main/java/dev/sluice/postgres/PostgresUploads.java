package dev.sluice.postgres;

import dev.sluice.imports.Import;
import dev.sluice.imports.ImportFile;
import dev.sluice.imports.Uploads;
import dev.sluice.run.Answer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Uploads in PostgreSQL; time is the database's. */
public final class PostgresUploads implements Uploads {
  private final Database database;

  public PostgresUploads(Database database) {
    this.database = database;
  }

  @Override
  public boolean take(UUID id, UUID ticket, Duration duration) {
    return database.write(connection -> {
      try (PreparedStatement update =
          connection.prepareStatement(
              """
              update import set busy_by = ?, busy_until = now() + ? * interval '1 millisecond'
              where id = ? and status = 'uploading' and (busy_until is null or busy_until < now())
              """)) {
        update.setObject(1, ticket);
        update.setLong(2, duration.toMillis());
        update.setObject(3, id);
        return update.executeUpdate() == 1;
      }
    });
  }

  @Override
  public boolean progress(UUID id, UUID ticket, Import.Upload upload, Duration duration) {
    return database.write(connection -> {
      try (PreparedStatement update =
          connection.prepareStatement(
              """
              update import set uploaded = ?, parts = ?,
                     busy_until = now() + ? * interval '1 millisecond'
              where id = ? and status = 'uploading' and busy_by = ?
              """)) {
        update.setLong(1, upload.bytes());
        update.setInt(2, upload.parts());
        update.setLong(3, duration.toMillis());
        update.setObject(4, id);
        update.setObject(5, ticket);
        return update.executeUpdate() == 1;
      }
    });
  }

  @Override
  public void release(UUID id, UUID ticket) {
    database.write(connection -> {
      try (PreparedStatement update =
          connection.prepareStatement(
              """
              update import set busy_until = null, busy_by = null where id = ? and busy_by = ?
              """)) {
        update.setObject(1, id);
        update.setObject(2, ticket);
        return update.executeUpdate();
      }
    });
  }

  @Override
  public boolean queue(
      UUID id, UUID ticket, ImportFile file, List<NewChunk> chunks, @Nullable Answer answer) {
    return database.write(connection -> {
      if (!store(connection, id, ticket, file)) {
        return false;
      }
      insertHeld(connection, id, chunks);
      if (answer != null) {
        PostgresAnswers.insert(connection, answer);
      }
      return true;
    });
  }

  private static boolean store(Connection connection, UUID id, UUID ticket, ImportFile file)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update import set status = 'queued', queued_at = now(), object = ?, readable = ?,
                   sha256 = ?, format = ?::jsonb, row_count = ?, byte_count = ?,
                   busy_until = null, busy_by = null
            where id = ? and status = 'uploading' and busy_by = ?
            """)) {
      update.setString(1, file.object());
      update.setString(2, file.readable());
      update.setString(3, file.sha256());
      update.setString(4, file.format());
      update.setLong(5, file.rows());
      update.setLong(6, file.bytes());
      update.setObject(7, id);
      update.setObject(8, ticket);
      return update.executeUpdate() == 1;
    }
  }

  /** Chunks of a dry run have a lane, since each is judged by what those before it came to. */
  private static void insertHeld(Connection connection, UUID id, List<NewChunk> chunks)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into batch (id, run, tenant, kind, name, dataset, definition, correlation,
                               state, received, object, from_byte, byte_count, first_row,
                               first_line, lane, lane_position, not_before)
            select ?, i.run, i.tenant, 'import', i.name, i.dataset, i.definition, i.correlation,
                   'held', ?, ?, ?, ?, ?, ?, d.lane, d.place, d.turn
            from import i left join lateral (
              select 'dry-run:' || i.run as lane, nextval('batch_lane_position') as place,
                     case when ? then null else 'infinity'::timestamptz end as turn
              where i.dry_run) d on true
            where i.id = ?
            """)) {
      for (NewChunk chunk : chunks) {
        insert.setObject(1, chunk.batch());
        insert.setInt(2, chunk.rows());
        insert.setString(3, chunk.claim().object());
        insert.setLong(4, chunk.claim().offset());
        insert.setLong(5, chunk.claim().length());
        insert.setLong(6, chunk.claim().firstRow());
        insert.setLong(7, chunk.claim().firstLine());
        insert.setBoolean(8, chunk == chunks.getFirst());
        insert.setObject(9, id);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  @Override
  public List<UUID> abandoned(Duration age, int limit) {
    return database.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              """
              select id from import
              where status = 'uploading' and (busy_until is null or busy_until < now())
                and (created_at < now() - ? * interval '1 second'
                     or not resumable and created_at < now() - interval '10 seconds')
              order by created_at limit ?
              """)) {
        select.setLong(1, age.toSeconds());
        select.setInt(2, limit);
        return PostgresImportStore.ids(select);
      }
    });
  }

  @Override
  public List<UUID> unfinished(int limit) {
    return database.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              """
              select id from import
              where status = 'uploading' and size is not null and uploaded = size and parts > 0
                and (busy_until is null or busy_until < now())
              order by created_at limit ?
              """)) {
        select.setInt(1, limit);
        return PostgresImportStore.ids(select);
      }
    });
  }
}
