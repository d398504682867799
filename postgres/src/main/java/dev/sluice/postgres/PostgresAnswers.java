package dev.sluice.postgres;

import dev.sluice.run.Answer;
import dev.sluice.run.Answers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Stored answers in PostgreSQL. */
public final class PostgresAnswers implements Answers {
  private final Database database;

  public PostgresAnswers(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Answer> find(String tenant, String key) {
    return database.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              "select request, status, body from idempotency where tenant = ? and key = ?")) {
        select.setString(1, tenant);
        select.setString(2, key);
        try (ResultSet row = select.executeQuery()) {
          return row.next()
              ? Optional.of(
                  new Answer(tenant, key, row.getBytes(1), row.getInt(2), row.getBytes(3)))
              : Optional.empty();
        }
      }
    });
  }

  @Override
  public void keep(Answer answer) {
    database.write(connection -> {
      insert(connection, answer);
      return true;
    });
  }

  /** Within the caller's transaction. */
  static void insert(Connection connection, Answer answer) throws SQLException {
    Pipeline statements = new Pipeline();
    insert(statements, List.of(answer));
    statements.run(connection);
  }

  /** With what else ends the transaction. */
  static void insert(Pipeline last, List<Answer> answers) {
    if (answers.isEmpty()) {
      return;
    }
    last.add(
        """
        insert into idempotency (tenant, key, request, status, body)
        select * from unnest(?::text[], ?::text[], ?::bytea[], ?::int[], ?::bytea[])
        on conflict do nothing
        """,
        parameters ->
            parameters
                .array("text", answers.stream().map(Answer::tenant).toArray())
                .array("text", answers.stream().map(Answer::key).toArray())
                .array("bytea", answers.stream().map(Answer::request).toArray(byte[][]::new))
                .array("int4", answers.stream().map(Answer::status).toArray())
                .array("bytea", answers.stream().map(Answer::body).toArray(byte[][]::new)));
  }

  @Override
  public int purge(Duration age, int limit) {
    return database.write(connection -> {
      try (PreparedStatement delete =
          connection.prepareStatement(
              """
              delete from idempotency where (tenant, key) in (
                select tenant, key from idempotency
                where created_at < now() - ? * interval '1 second' limit ?)
              """)) {
        delete.setLong(1, age.toSeconds());
        delete.setInt(2, limit);
        return delete.executeUpdate();
      }
    });
  }
}
