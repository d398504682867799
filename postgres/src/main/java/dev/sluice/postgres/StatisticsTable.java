package dev.sluice.postgres;

import dev.sluice.dataset.DatasetStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Kept statistics: what is folded and what is not yet, read as one. */
final class StatisticsTable {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  DatasetStore.Statistics read(Connection connection, String dataset, @Nullable String tenant)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            with cells as (
              select source, day, count, sums from statistics
              where dataset = ? and (?::text is null or tenant = ?)
              union all
              select source, day, count, sums from statistics_delta
              where dataset = ? and (?::text is null or tenant = ?)
            ), totals as (
              select source, day, sum(count) as count from cells group by source, day
            ), sums as (
              select source, day, jsonb_object_agg(name, total) as sums from (
                select source, day, s.key as name, sum(s.value::numeric)::text as total
                from cells, jsonb_each_text(sums) s group by source, day, s.key) x
              group by source, day
            )
            select t.source, t.day, t.count, coalesce(s.sums, '{}') as sums
            from totals t left join sums s using (source, day)
            where t.count <> 0 order by t.source, t.day
            """)) {
      select.setString(1, dataset);
      select.setString(2, tenant);
      select.setString(3, tenant);
      select.setString(4, dataset);
      select.setString(5, tenant);
      select.setString(6, tenant);
      List<DatasetStore.SourceDay> cells = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          cells.add(
              new DatasetStore.SourceDay(
                  row.getString("source"),
                  row.getObject("day", LocalDate.class),
                  row.getLong("count"),
                  sums(row.getString("sums"))));
        }
      }
      return new DatasetStore.Statistics(cells);
    }
  }

  private static Map<String, String> sums(String json) {
    Map<String, String> sums = new HashMap<>();
    for (Map.Entry<String, JsonNode> sum : JSON.readTree(json).properties()) {
      sums.put(sum.getKey(), sum.getValue().asString());
    }
    return sums;
  }

  /**
   * Counts a dataset's rows anew, as its definition has it now; whoever lands in it waits. Deltas
   * go first: one that is being folded has been, once this one's turn comes.
   */
  static void recount(Connection connection, DatasetTable table) throws SQLException {
    String name = table.dataset().name();
    try (Statement lock = connection.createStatement()) {
      lock.execute("lock table " + table.name() + " in share row exclusive mode");
    }
    for (String kept : List.of("statistics_delta", "statistics")) {
      try (PreparedStatement delete =
          connection.prepareStatement("delete from " + kept + " where dataset = ?")) {
        delete.setString(1, name);
        delete.executeUpdate();
      }
    }
    try (PreparedStatement count =
        connection.prepareStatement(
            """
            insert into statistics_delta (dataset, tenant, source, day, count, sums)
            select ?, _tenant, %s, %s, count(*), %s from %s group by 2, 3, 4
            """
                .formatted(
                    table.statisticsSource(),
                    table.statisticsDay(),
                    table.statisticsSums("1"),
                    table.name()))) {
      count.setString(1, name);
      count.executeUpdate();
    }
  }

  /**
   * @param datasets whose deltas they were
   */
  record Folded(int deltas, Set<String> datasets) {}

  /** Moves deltas into their cells. Several processes take different deltas. */
  Folded fold(Connection connection, int limit) throws SQLException {
    try (PreparedStatement fold =
        connection.prepareStatement(
            """
            with taken as (
              delete from statistics_delta where id = any (array(
                select id from statistics_delta order by id limit ? for update skip locked))
              returning dataset, tenant, source, day, count, sums
            ), names as (
              select dataset, tenant, source, day, s.key, sum(s.value::numeric) as total
              from taken, jsonb_each_text(sums) s group by 1, 2, 3, 4, 5
            ), cells as (
              select dataset, tenant, source, day, sum(count) as count,
                     coalesce((select jsonb_object_agg(n.key, n.total) from names n
                               where n.dataset = t.dataset and n.tenant = t.tenant
                                 and n.source = t.source and n.day = t.day), '{}') as sums
              from taken t group by dataset, tenant, source, day
            ), folded as (
              insert into statistics as s (dataset, tenant, source, day, count, sums)
              select dataset, tenant, source, day, count, sums from cells
              order by dataset, tenant, source, day
              on conflict (dataset, tenant, source, day) do update
              set count = s.count + excluded.count,
                  sums = (select coalesce(jsonb_object_agg(key, total), '{}') from (
                            select key, sum(value::numeric) as total from (
                              select * from jsonb_each_text(s.sums)
                              union all select * from jsonb_each_text(excluded.sums)) both_sums
                            group by key) added)
              returning 1
            )
            select dataset, count(*) as taken, (select count(*) from folded) from taken
            group by dataset
            """)) {
      fold.setInt(1, limit);
      int deltas = 0;
      Set<String> datasets = new TreeSet<>();
      try (ResultSet row = fold.executeQuery()) {
        while (row.next()) {
          deltas += row.getInt("taken");
          datasets.add(row.getString("dataset"));
        }
      }
      return new Folded(deltas, datasets);
    }
  }
}
