package dev.sluice.postgres;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.IncompatibleSchemaException;
import dev.sluice.record.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a dataset's table, or extends it by what is additive; refuses the rest before it changes
 * anything. Where other columns are its time, source or sums, its statistics are counted anew.
 */
final class TableDeclaration {
  private static final Logger log = LoggerFactory.getLogger(TableDeclaration.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  void declare(Connection connection, DatasetTable table) throws SQLException {
    Dataset dataset = table.dataset();
    if (!dataset.all(Column.Role.SEAL).isEmpty()) {
      throw new IncompatibleSchemaException(
          "dataset "
              + dataset.name()
              + ": `seal` needs tenant keys, which this version has not yet;"
              + " remove it, or keep these columns out");
    }
    lock(connection, dataset.name());
    JsonNode before = shape(connection, dataset.name());
    ObjectNode now = shapeOf(dataset);
    if (before != null) {
      checkAdditive(dataset, before, now);
      ActualTable.check(connection, table.name(), dataset.name(), before.path("columns"));
    } else {
      ActualTable.checkAbsent(connection, table.name(), dataset.name());
    }
    if (now.equals(before)) {
      return;
    }
    boolean recounted = before != null && isCountedOtherwise(before, now);
    try (Statement statement = connection.createStatement()) {
      List<String> create = table.create();
      statement.execute(create.getFirst());
      if (before != null && !before.path("time").equals(now.path("time"))) {
        statement.execute(table.dropListing());
      }
      for (Column column : dataset.columns()) {
        statement.execute(
            "alter table " + table.name() + " add column if not exists " + table.columnDdl(column));
      }
      for (String index : create.subList(1, create.size())) {
        statement.execute(index);
      }
    }
    if (recounted) {
      StatisticsTable.recount(connection, table);
      log.atInfo().addKeyValue("dataset", dataset.name()).log("statistics counted anew");
    }
    store(connection, dataset.name(), now);
  }

  /** One declaration of a name at a time, over all processes. */
  private static void lock(Connection connection, String name) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement(
            "select pg_advisory_xact_lock(hashtextextended('dataset:' || ?, 0))")) {
      lock.setString(1, name);
      lock.execute();
    }
  }

  private static @org.jspecify.annotations.Nullable JsonNode shape(
      Connection connection, String name) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select shape from dataset where name = ?")) {
      select.setString(1, name);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? JSON.readTree(row.getString(1)) : null;
      }
    }
  }

  private static ObjectNode shapeOf(Dataset dataset) {
    ObjectNode shape = JSON.createObjectNode();
    var key = shape.putArray("key");
    dataset.key().forEach(key::add);
    ObjectNode columns = shape.putObject("columns");
    dataset.columns().forEach(column -> columns.put(column.name(), DatasetTable.sqlType(column)));
    var indexed = shape.putArray("indexed");
    dataset.all(Column.Role.FILTER).forEach(column -> indexed.add(column.name()));
    dataset.with(Column.Role.TIME).ifPresent(column -> shape.put("time", column.name()));
    dataset.with(Column.Role.SOURCE).ifPresent(column -> shape.put("source", column.name()));
    var sums = shape.putArray("sum");
    dataset.all(Column.Role.SUM).forEach(column -> sums.add(column.name()));
    return shape;
  }

  /**
   * Whether statistics add up something else than they did. A shape of the version before says of
   * the time alone.
   */
  private static boolean isCountedOtherwise(JsonNode before, JsonNode now) {
    return !before.path("time").equals(now.path("time"))
        || (before.has("sum")
            && (!before.path("sum").equals(now.path("sum"))
                || !before.path("source").equals(now.path("source"))));
  }

  private static void checkAdditive(Dataset dataset, JsonNode before, JsonNode now) {
    if (!before.path("key").equals(now.path("key"))) {
      throw new IncompatibleSchemaException(
          "dataset "
              + dataset.name()
              + ": the key was "
              + before.path("key")
              + " and is now "
              + now.path("key")
              + "; a key cannot change, declare a new dataset instead");
    }
    before
        .path("columns")
        .forEachEntry((name, type) -> {
          JsonNode changed = now.path("columns").path(name);
          if (changed.isMissingNode()) {
            throw new IncompatibleSchemaException(
                "dataset "
                    + dataset.name()
                    + ": column "
                    + name
                    + " was removed, which would"
                    + " hide stored data; keep it in the schema, not required");
          }
          if (!changed.equals(type)) {
            throw new IncompatibleSchemaException(
                "dataset "
                    + dataset.name()
                    + ": column "
                    + name
                    + " was "
                    + type.asString()
                    + " and is now "
                    + changed.asString()
                    + "; a type cannot change, add a column with another name instead");
          }
        });
  }

  private static void store(Connection connection, String name, JsonNode shape)
      throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            """
            insert into dataset (name, shape) values (?, ?::jsonb)
            on conflict (name) do update set shape = excluded.shape, declared_at = now()
            """)) {
      upsert.setString(1, name);
      upsert.setString(2, JSON.writeValueAsString(shape));
      upsert.executeUpdate();
    }
  }
}
