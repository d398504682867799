package dev.sluice.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.record.Column;
import dev.sluice.record.ColumnType;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** PostgreSQL reads what was meant, of every type a column has. */
class BinaryArrayTest {
  private static final List<UUID> IDS =
      List.of(
          UUID.fromString("00000000-0000-0000-0000-000000000000"),
          UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff"),
          UUID.fromString("01a1ff74-d475-7000-bee6-b853b1e56660"),
          UUID.fromString("01a1ff74-d475-7000-bee6-b853b1e56660"));

  private static TestDatabase database;
  private static Connection connection;

  @BeforeAll
  static void connect() throws SQLException {
    database = TestDatabase.database();
    connection =
        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    try (var zone = connection.createStatement()) {
      zone.execute("set time zone 'Asia/Kathmandu'");
    }
  }

  @AfterAll
  static void disconnect() throws SQLException {
    connection.close();
    database.close();
  }

  @Test
  void ids_arrive_as_they_were_sent() throws SQLException {
    for (int i = 0; i <= IDS.size(); i++) {
      List<UUID> sent = IDS.subList(0, i);
      assertEquals(
          sent.stream().map(UUID::toString).toList(),
          texts(BinaryArray.of(connection, sent), "uuid"));
    }
  }

  static Stream<Arguments> columns() {
    return Stream.of(
        Arguments.of(
            ColumnType.TEXT,
            "text",
            Arrays.asList("", "a,{}\"\\ NULL", null, "Ł\uD83D\uDE00"),
            Arrays.asList("", "a,{}\"\\ NULL", null, "Ł\uD83D\uDE00")),
        Arguments.of(
            ColumnType.BIGINT,
            "bigint",
            Arrays.asList(0L, null, Long.MIN_VALUE, Long.MAX_VALUE),
            Arrays.asList("0", null, "-9223372036854775808", "9223372036854775807")),
        Arguments.of(
            ColumnType.NUMERIC,
            "numeric",
            Arrays.asList(
                new BigDecimal("149.95"),
                null,
                new BigDecimal("-0.000000000000000001"),
                new BigDecimal("123456789012345678.123456789012345678"),
                new BigDecimal("10000")),
            Arrays.asList(
                "149.95",
                null,
                "-0.000000000000000001",
                "123456789012345678.123456789012345678",
                "10000")),
        Arguments.of(
            ColumnType.BOOLEAN,
            "boolean",
            Arrays.asList(true, null, false),
            Arrays.asList("true", null, "false")),
        Arguments.of(
            ColumnType.TIMESTAMPTZ,
            "timestamptz",
            Arrays.asList(
                OffsetDateTime.parse("2024-02-29T23:59:59.999999Z"),
                null,
                OffsetDateTime.parse("1970-01-01T00:00:00+05:45")),
            Arrays.asList("2024-03-01 05:44:59.999999+05:45", null, "1969-12-31 23:45:00+05:30")),
        Arguments.of(
            ColumnType.DATE,
            "date",
            Arrays.asList(LocalDate.of(1999, 12, 31), null, LocalDate.of(2000, 1, 1)),
            Arrays.asList("1999-12-31", null, "2000-01-01")),
        Arguments.of(
            ColumnType.UUID,
            "uuid",
            Arrays.asList(null, IDS.get(2)),
            Arrays.asList(null, IDS.get(2).toString())),
        Arguments.of(
            ColumnType.JSONB,
            "jsonb",
            Arrays.asList("{\"a\":[1,\"ü\"]}", null, "null"),
            Arrays.asList("{\"a\": [1, \"ü\"]}", null, "null")));
  }

  @ParameterizedTest
  @MethodSource("columns")
  void values_arrive_as_they_were_sent(
      ColumnType type, String name, List<@Nullable Object> sent, List<@Nullable String> read)
      throws SQLException {
    assertEquals(read, texts(BinaryArray.of(connection, column(type), sent), name));
  }

  @Test
  void a_sealed_column_has_the_bytes_of_its_text() throws SQLException {
    Column sealed =
        new Column(
            "secret", ColumnType.TEXT, OptionalInt.empty(), true, false, Set.of(Column.Role.SEAL));
    assertEquals(
        List.of("\\x5c6ec3bc"),
        texts(BinaryArray.of(connection, sealed, List.of("\\nü")), "bytea"));
  }

  @Test
  void a_time_that_postgresql_has_not_is_a_fault_of_the_data() {
    SQLException refused =
        assertThrows(
            SQLException.class,
            () ->
                BinaryArray.of(
                    connection, column(ColumnType.TIMESTAMPTZ), List.of(OffsetDateTime.MAX)));
    assertEquals("22008", refused.getSQLState());
  }

  private static Column column(ColumnType type) {
    return new Column("c", type, OptionalInt.empty(), true, false, Set.of());
  }

  /** The elements as PostgreSQL writes them; the type it is asked for is the one it was given. */
  private static List<@Nullable String> texts(Array array, String type) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select pg_typeof(given.value)::text, given.value::text"
                + " from unnest(?) with ordinality as given(value, at) order by at")) {
      select.setArray(1, array);
      List<@Nullable String> texts = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          assertEquals(type, row.getString(1).replace("timestamp with time zone", "timestamptz"));
          texts.add(row.getString(2));
        }
      }
      return texts;
    }
  }
}
