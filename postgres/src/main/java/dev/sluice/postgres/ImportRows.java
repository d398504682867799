package dev.sluice.postgres;

import dev.sluice.imports.Import;
import dev.sluice.imports.ImportFile;
import dev.sluice.imports.ImportStatus;
import dev.sluice.run.Counts;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads imports together with the books of their runs and the progress of their batches. */
final class ImportRows {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static final String SELECT =
      """
      select i.*, r.received + coalesce(b.received, 0) as books_received,
             r.stored + coalesce(b.stored, 0) as books_stored,
             r.duplicate + coalesce(b.duplicate, 0) as books_duplicate,
             r.changed + coalesce(b.changed, 0) as books_changed,
             r.rejected + coalesce(b.rejected, 0) as books_rejected,
             r.dead + coalesce(b.dead, 0) as books_dead,
             coalesce(b.bytes_done, 0) as bytes_done, b.heartbeat, b.last_settled
      from import i join run r on r.id = i.run left join lateral (
        select sum(received) filter (where not folded) as received,
               sum(stored) filter (where not folded) as stored,
               sum(duplicate) filter (where not folded) as duplicate,
               sum(changed) filter (where not folded) as changed,
               sum(rejected) filter (where not folded) as rejected,
               sum(dead) filter (where not folded) as dead,
               sum(byte_count) filter (where state = 'settled' and dead = 0)
                 as bytes_done,
               max(renewed_at) as heartbeat, max(settled_at) as last_settled
        from batch where batch.run = i.run) b on true
      """;

  private ImportRows() {}

  static List<Import> read(PreparedStatement select) throws SQLException {
    List<Import> imports = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        imports.add(read(row));
      }
    }
    return imports;
  }

  private static Import read(ResultSet row) throws SQLException {
    return new Import(
        row.getObject("id", UUID.class),
        row.getObject("run", UUID.class),
        order(row),
        ImportStatus.of(row.getString("status")),
        new Import.Upload(row.getLong("uploaded"), row.getInt("parts")),
        file(row),
        trouble(row.getString("problem")),
        new Import.Work(
            row.getLong("bytes_done"),
            Columns.instantOrNull(row, "heartbeat"),
            Columns.instantOrNull(row, "last_settled")),
        new Counts(
            row.getLong("books_received"),
            row.getLong("books_stored"),
            row.getLong("books_duplicate"),
            row.getLong("books_changed"),
            row.getLong("books_rejected"),
            row.getLong("books_dead")),
        new Import.Times(
            Columns.instant(row, "created_at"),
            Columns.instantOrNull(row, "queued_at"),
            Columns.instantOrNull(row, "started_at"),
            Columns.instantOrNull(row, "finished_at")));
  }

  private static Import.Order order(ResultSet row) throws SQLException {
    byte[] digest = row.getBytes("digest");
    return new Import.Order(
        row.getString("tenant"),
        row.getString("name"),
        row.getString("dataset"),
        row.getString("definition"),
        row.getBoolean("dry_run"),
        row.getObject("corrects", UUID.class),
        row.getString("file_name"),
        row.getString("content_type"),
        row.getObject("size", Long.class),
        digest == null ? null : HexFormat.of().formatHex(digest),
        row.getBoolean("resumable"),
        row.getString("correlation"));
  }

  private static @Nullable ImportFile file(ResultSet row) throws SQLException {
    String format = row.getString("format");
    return format == null
        ? null
        : new ImportFile(
            row.getString("object"),
            row.getString("readable"),
            row.getString("sha256"),
            format,
            row.getLong("row_count"),
            row.getLong("byte_count"));
  }

  private static Import.@Nullable Trouble trouble(@Nullable String json) {
    if (json == null) {
      return null;
    }
    JsonNode problem = JSON.readTree(json);
    return new Import.Trouble(
        problem.path("code").asString(""), problem.path("detail").asString(""));
  }

  static String json(Import.Trouble trouble) {
    return JSON.createObjectNode()
        .put("code", trouble.code())
        .put("detail", trouble.detail())
        .toString();
  }
}
