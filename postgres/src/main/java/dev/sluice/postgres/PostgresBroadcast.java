package dev.sluice.postgres;

import dev.sluice.live.Broadcast;
import dev.sluice.live.LocalBroadcast;
import dev.sluice.live.Topic;
import dev.sluice.run.BackendException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between the processes of one database, by NOTIFY. This process hears its own words at once; for
 * the others they are gathered and sent in a transaction of their own, so that no commit of data
 * waits for the one queue all of PostgreSQL's notifications go through.
 */
public final class PostgresBroadcast implements Broadcast, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PostgresBroadcast.class);

  /** How long words are gathered. */
  private static final Duration GATHERED = Duration.ofMillis(50);

  private static final int MOST_IN_ONE = 50;

  /** Beyond this many changed topics, everything has changed. */
  private static final int MOST = 1_000;

  private final Database database;
  private final DataSource listening;
  private final String origin;
  private final LocalBroadcast local;
  private final Set<Topic> unsent = new LinkedHashSet<>();
  private final Semaphore work = new Semaphore(0);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread sender;
  private @Nullable ChangeListener listener;

  /**
   * @param listening gives connections of their own, outside any pool: one is held while anybody
   *     listens
   */
  public PostgresBroadcast(Database database, DataSource listening, UUID id, InstantSource clock) {
    this.database = database;
    this.listening = listening;
    this.origin = id.toString();
    this.local = new LocalBroadcast(clock);
    this.sender = Thread.ofVirtual().name("live-notify").start(this::send);
  }

  @Override
  public void changed(Topic topic) {
    synchronized (unsent) {
      if (unsent.size() < MOST) {
        unsent.add(topic);
      }
    }
    if (work.availablePermits() == 0) {
      work.release();
    }
    local.changed(topic);
  }

  private void send() {
    try {
      while (closed.getCount() > 0) {
        work.acquire();
        work.drainPermits();
        sendGathered();
        var _ = closed.await(GATHERED.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendGathered() {
    List<Topic> topics;
    synchronized (unsent) {
      topics = new ArrayList<>(unsent);
      unsent.clear();
    }
    if (topics.isEmpty()) {
      return;
    }
    try {
      database.write(connection -> {
        // A lost word is made up for: no reason to wait for the disk.
        try (PreparedStatement notify =
            connection.prepareStatement(
                """
                select set_config('synchronous_commit', 'off', true), pg_notify(?, payload)
                from unnest(?::text[]) as payload
                """)) {
          notify.setString(1, ChangeListener.CHANNEL);
          notify.setArray(2, connection.createArrayOf("text", payloads(topics)));
          return notify.execute();
        }
      });
    } catch (BackendException e) {
      log.atDebug().log("changes not told to other processes: {}", e.getMessage());
    }
  }

  private String[] payloads(List<Topic> topics) {
    List<String> payloads = new ArrayList<>();
    for (int from = 0; from < topics.size(); from += MOST_IN_ONE) {
      StringBuilder payload = new StringBuilder(origin);
      for (Topic topic : topics.subList(from, Math.min(topics.size(), from + MOST_IN_ONE))) {
        payload.append('\n').append(topic);
      }
      payloads.add(payload.toString());
    }
    return payloads.toArray(String[]::new);
  }

  @Override
  public synchronized Listening listen(Listener heard) {
    if (listener == null) {
      listener = new ChangeListener(listening, origin, local);
      listener.start();
    }
    return local.listen(heard);
  }

  @Override
  public long version() {
    return database.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              "select (extract(epoch from clock_timestamp()) * 1000000)::bigint")) {
        try (ResultSet row = select.executeQuery()) {
          row.next();
          return row.getLong(1);
        }
      }
    });
  }

  @Override
  public synchronized void close() {
    closed.countDown();
    sender.interrupt();
    if (listener != null) {
      listener.close();
    }
  }
}
