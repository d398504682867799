package dev.sluice.postgres;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.live.Broadcast;
import dev.sluice.live.BroadcastContract;
import dev.sluice.live.Topic;
import dev.sluice.testing.Samples;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresBroadcastTest implements BroadcastContract {
  private final CoreDatabase database = new CoreDatabase();
  private final PostgresBroadcast one = process();
  private final PostgresBroadcast other = process();

  private PostgresBroadcast process() {
    PGSimpleDataSource apart = new PGSimpleDataSource();
    apart.setURL(database.url());
    apart.setUser(TestDatabase.server().user());
    apart.setPassword(TestDatabase.server().password());
    apart.setApplicationName("live test");
    return new PostgresBroadcast(
        new Database(database.source()), apart, Samples.id(), InstantSource.system());
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
  }

  @Override
  public List<Broadcast> processes() {
    return List.of(one, other);
  }

  @Test
  void a_listener_whose_connection_breaks_says_so_and_listens_again() throws Exception {
    Heard heard = new Heard();
    Semaphore missed = new Semaphore(0);
    Broadcast.Listener listener =
        new Broadcast.Listener() {
          @Override
          public void changed(Topic topic) {
            heard.changed(topic);
          }

          @Override
          public void missed() {
            missed.release();
          }
        };
    try (var listening = other.listen(listener)) {
      assertTrue(missed.tryAcquire(60, TimeUnit.SECONDS), "the first connection");
      heard.await(Topic.of("runs"), one);
      breakListeners();
      assertTrue(missed.tryAcquire(60, TimeUnit.SECONDS), "the second one");
      heard.await(Topic.of("queues"), one);
    }
  }

  private void breakListeners() throws SQLException {
    try (Connection connection = database.source().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'live test'
          """);
    }
  }
}
