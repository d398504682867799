package dev.sluice.postgres;

import dev.sluice.live.LocalBroadcast;
import dev.sluice.live.Topic;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what other processes notify, on a connection of its own that it opens again when lost. */
final class ChangeListener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ChangeListener.class);
  static final String CHANNEL = "sluice_live";

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Silence after which the connection is tried: a peer that vanished says nothing. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  private final DataSource source;
  private final String origin;
  private final LocalBroadcast local;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  ChangeListener(DataSource source, String origin, LocalBroadcast local) {
    this.source = source;
    this.origin = origin;
    this.local = local;
    this.thread = Thread.ofVirtual().name("live-listen").unstarted(this::listen);
  }

  void start() {
    thread.start();
  }

  private void listen() {
    try {
      do {
        try (Connection connection = source.getConnection();
            Statement statement = connection.createStatement()) {
          statement.execute("listen " + CHANNEL);
          // Whatever was said while nobody was there to hear it.
          local.missed();
          hear(connection);
        } catch (SQLException e) {
          log.atDebug().addKeyValue("sqlState", e.getSQLState()).log("live listening interrupted");
        }
      } while (!closed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hear(Connection connection) throws SQLException {
    PGConnection postgres = connection.unwrap(PGConnection.class);
    long heard = System.nanoTime();
    while (closed.getCount() > 0) {
      PGNotification[] notifications = postgres.getNotifications((int) PATIENCE.toMillis());
      if (notifications != null && notifications.length > 0) {
        heard = System.nanoTime();
        for (PGNotification notification : notifications) {
          tell(notification.getParameter());
        }
      } else if (System.nanoTime() - heard > SILENCE.toNanos()) {
        if (!connection.isValid((int) PATIENCE.toSeconds())) {
          return;
        }
        heard = System.nanoTime();
      }
    }
  }

  /** The sender's id, then a topic a line. Our own words were heard already. */
  private void tell(String payload) {
    String[] lines = payload.split("\n", -1);
    if (!lines[0].equals(origin)) {
      for (int i = 1; i < lines.length; i++) {
        Topic.parse(lines[i]).ifPresent(local::changed);
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
