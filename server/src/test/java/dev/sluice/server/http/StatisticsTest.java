package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Statistics are those of a recount, of whatever days (N41, N49, N51, L41, L42). */
class StatisticsTest {
  private static final String COLUMNS =
      """
      key: [shop, number]
      source: shop
      time: at
      sum: [amount]
      schema:
        type: object
        required: [shop, number, amount, at]
        properties:
          shop: {type: string}
          number: {type: integer}
          amount: {type: number, minimum: 0, multipleOf: 0.001}
          at: {type: string, format: date-time}
      """;
  private static final String DEFINITIONS =
      "dataset: sales\n"
          + COLUMNS
          + "---\ndataset: prices\nmode: upsert\n"
          + COLUMNS
          + "---\ndataset: short\nretention: 1s\n"
          + COLUMNS
          + """
          ---
          feed: sales
          dataset: sales
          ---
          feed: prices
          dataset: prices
          ---
          feed: short
          dataset: short
          """;
  private static final LocalDate FIRST = LocalDate.parse("2024-02-20");

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(false, DEFINITIONS);
    Random random = new Random(5);
    for (String feed : new String[] {"sales", "prices", "short"}) {
      for (int body = 0; body < 6; body++) {
        StringBuilder records = new StringBuilder();
        for (int i = 0; i < 300; i++) {
          records.append(sale(random)).append('\n');
        }
        assertEquals(202, server.post("/api/feed/" + feed + "/batch", records.toString()).status());
      }
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Of few keys, so that many are resent, changed, in conflict or replaced; and some are bad. */
  private static String sale(Random random) {
    int number = random.nextInt(400);
    boolean changed = random.nextInt(4) == 0;
    Random own = new Random(number * 31L + (changed ? random.nextInt(100) : 0));
    String amount = BigDecimal.valueOf(own.nextInt(1_000_000), 3).toPlainString();
    return "{\"shop\":\"S%d\",\"number\":%d,\"amount\":%s,\"at\":\"%sT%02d:59:59.999Z\"}"
        .formatted(
            number % 5,
            number,
            random.nextInt(20) == 0 ? "-1" : amount,
            FIRST.plusDays(own.nextInt(30)),
            own.nextInt(24));
  }

  /** Counted from the rows. */
  private record Recount(
      long total,
      TreeMap<String, Long> bySource,
      TreeMap<String, BigDecimal> sums,
      TreeMap<String, Long> byDay) {}

  private static Recount recount(String dataset, String from, String to) {
    Recount count = new Recount(0, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    long total = 0;
    try (Connection connection = connect();
        PreparedStatement select =
            connection.prepareStatement(
                """
                select shop, (at at time zone 'UTC')::date::text as day, count(*), sum(amount)
                from public.%s
                where (at at time zone 'UTC')::date between ?::date and ?::date group by 1, 2
                """
                    .formatted(dataset))) {
      select.setString(1, from);
      select.setString(2, to);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long records = row.getLong(3);
          total += records;
          count.bySource().merge(row.getString(1), records, Long::sum);
          count.sums().merge(row.getString(1), row.getBigDecimal(4), BigDecimal::add);
          count.byDay().merge(row.getString(2), records, Long::sum);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new Recount(total, count.bySource(), count.sums(), count.byDay());
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        server.database().jdbcUrl(), server.database().user(), server.database().password());
  }

  private static boolean agrees(JsonNode stats, Recount count) {
    TreeMap<String, Long> bySource = new TreeMap<>();
    TreeMap<String, BigDecimal> sums = new TreeMap<>();
    for (JsonNode one : stats.path("bySource").values()) {
      String source = one.path("source").asString();
      bySource.put(source, one.path("count").asLong());
      sums.put(source, one.path("sums").path("amount").decimalValue());
    }
    boolean exact =
        sums.keySet().equals(count.sums().keySet())
            && sums.entrySet().stream()
                .allMatch(one -> one.getValue().compareTo(count.sums().get(one.getKey())) == 0);
    return exact
        && stats.path("total").asLong() == count.total()
        && bySource.equals(count.bySource());
  }

  private static JsonNode stats(String dataset, String query) {
    return server.get("/api/" + dataset + "/stats?fresh=true" + query).json();
  }

  private static long days(JsonNode stats) {
    return stats.path("byDay").values().stream().mapToLong(day -> day.path("count").asLong()).sum();
  }

  @Test
  void all_days_are_counted_and_the_last_week_is_shown() {
    for (String dataset : new String[] {"sales", "prices"}) {
      JsonNode stats = stats(dataset, "");
      Recount all = recount(dataset, "2000-01-01", "2100-01-01");
      assertTrue(agrees(stats, all), stats + " " + all);
      assertTrue(all.total() > 300, "many keys");
      assertEquals("all", stats.path("scope").asString());
      assertEquals(7, stats.path("byDay").size());
      assertEquals(all.byDay().lastKey(), stats.path("to").asString());
      for (JsonNode day : stats.path("byDay").values()) {
        long expected = all.byDay().getOrDefault(day.path("date").asString(), 0L);
        assertEquals(expected, day.path("count").asLong(), day.toString());
      }
    }
  }

  @Test
  void with_a_range_everything_is_of_that_range() {
    Random random = new Random(9);
    for (int i = 0; i < 12; i++) {
      LocalDate from = FIRST.plusDays(random.nextInt(40) - 5);
      LocalDate to = from.plusDays(random.nextInt(20));
      for (String dataset : new String[] {"sales", "prices", "datasets/sales"}) {
        JsonNode stats = stats(dataset, "&from=" + from + "&to=" + to);
        Recount count = recount(dataset.replace("datasets/", ""), from.toString(), to.toString());
        assertTrue(agrees(stats, count), stats + " " + count);
        assertEquals(count.total(), days(stats));
        assertEquals("range", stats.path("scope").asString());
        assertEquals(from.toString(), stats.path("from").asString());
        assertEquals(to.toString(), stats.path("to").asString());
      }
    }
    JsonNode open = stats("sales", "&from=" + FIRST.plusDays(20));
    String newest = recount("sales", "2000-01-01", "2100-01-01").byDay().lastKey();
    assertEquals(newest, open.path("to").asString());
    assertEquals(days(open), open.path("total").asLong());
    JsonNode week = stats("sales", "&to=" + FIRST.plusDays(10));
    assertEquals(FIRST.plusDays(4).toString(), week.path("from").asString());
    assertEquals(days(week), week.path("total").asLong());
  }

  @Test
  void one_source_is_shown_alone() {
    Recount all = recount("sales", "2000-01-01", "2100-01-01");
    for (String query : new String[] {"&shop=S3", "&source=S3"}) {
      JsonNode stats = stats("sales", query);
      assertEquals(all.bySource().get("S3"), stats.path("total").asLong());
      assertEquals(1, stats.path("bySource").size());
    }
    JsonNode ranged = stats("sales", "&shop=S3&from=2024-03-01&to=2024-03-05");
    assertEquals(days(ranged), ranged.path("total").asLong());
    assertEquals(0, stats("sales", "&shop=nobody").path("total").asLong());
  }

  @Test
  void purged_rows_are_counted_no_more() {
    String one = "{\"shop\":\"S0\",\"number\":1000,\"amount\":1,\"at\":\"2024-02-20T00:00:00Z\"}";
    assertEquals("stored", server.post("/api/feed/short", one).json().path("status").asString());
    server.await(() -> {
      // Purging is what a process does first.
      server.restart();
      return recount("short", "2000-01-01", "2100-01-01").total() == 0;
    });
    server.await(() -> agrees(stats("short", ""), recount("short", "2000-01-01", "2100-01-01")));
    assertEquals(200, server.get("/api/books/audit").status());
    assertTrue(server.get("/api/books/audit").json().path("balanced").asBoolean());
  }

  @Test
  void errors_are_those_of_a_recount_before_and_after_one_is_dismissed() {
    String path = "/api/errors/stats?fresh=true&dataset=prices";
    JsonNode before = server.get(path).json();
    assertEquals(letters(""), before.path("total").asLong());
    assertTrue(before.path("total").asLong() > 10);
    assertEquals(letters("and source = 'S1'"), total(path + "&shop=S1"));
    assertEquals(before.path("total").asLong(), days(before), "all of today, or of yesterday");
    String today = before.path("to").asString();
    assertEquals(
        before.path("total").asLong(),
        total(path + "&from=" + before.path("from").asString() + "&to=" + today));
    assertEquals(0, total(path + "&from=2024-01-01&to=2024-01-05"));
    assertEquals(letters("and state = 'open'"), state(before, "open"));
    String letter =
        server
            .get("/api/dead-letters?dataset=prices&limit=1")
            .json()
            .path("items")
            .path(0)
            .path("id")
            .asString();
    JsonNode kept = server.get(path).json().path("generatedAt");
    assertEquals(
        200,
        server.send("DELETE", "/api/dead-letters/" + letter, "{\"reason\":\"seen\"}").status());
    assertEquals(
        kept,
        server.get("/api/errors/stats?dataset=prices").json().path("generatedAt"),
        "kept until it is wanted fresh");
    JsonNode after = server.get(path).json();
    assertEquals(letters("and state = 'open'"), state(after, "open"));
    assertEquals(state(before, "open") - 1, state(after, "open"));
    assertEquals(1, state(after, "resolved"));
    assertEquals(letters(""), after.path("total").asLong());
  }

  private static long total(String path) {
    return server.get(path).json().path("total").asLong();
  }

  private static long state(JsonNode stats, String state) {
    for (JsonNode one : stats.path("byState").values()) {
      if (one.path("state").asString().equals(state)) {
        return one.path("count").asLong();
      }
    }
    return 0;
  }

  private static long letters(String condition) {
    try (Connection connection = connect();
        PreparedStatement select =
            connection.prepareStatement(
                "select coalesce(sum(records), 0) from sluice.dead_letter where dataset = 'prices' "
                    + condition);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
