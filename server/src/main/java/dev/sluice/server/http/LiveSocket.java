package dev.sluice.server.http;

import dev.sluice.live.Message;
import dev.sluice.live.Subscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * A WebSocket that watches. It has a thread only while it sends: one message after the other, and a
 * peer that takes one of them for too long is cut off.
 */
final class LiveSocket implements LiveConnection {
  /** Usually. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A peer that does not even answer pings for this long is gone. */
  static final Duration IDLE = Duration.ofSeconds(75);

  private static final Duration PING_EVERY = Duration.ofSeconds(25);
  private static final int GOING_AWAY = 1001;

  private final Session session;
  private final Duration patience;
  private final Subscriber subscriber;
  private final AtomicInteger work = new AtomicInteger();
  private long pinged = System.nanoTime();

  /**
   * @param patience how long one message may take to be written
   * @param subscriber made for what it is to call when there is something to send
   */
  LiveSocket(Session session, Duration patience, Function<Runnable, Subscriber> subscriber) {
    this.session = session;
    this.patience = patience;
    this.subscriber = subscriber.apply(this::wake);
  }

  Subscriber subscriber() {
    return subscriber;
  }

  private void wake() {
    if (work.getAndIncrement() == 0) {
      Thread.ofVirtual().name("live-socket").start(this::send);
    }
  }

  private void send() {
    int seen = work.get();
    do {
      for (Message next = subscriber.next(); next != null; next = subscriber.next()) {
        if (!sent(next.text())) {
          session.disconnect(); // and so closed, and forgotten
          return; // with its work left open: it never sends again
        }
      }
      seen = work.addAndGet(-seen);
    } while (seen != 0);
  }

  private boolean sent(String text) {
    try {
      Callback.Completable.with(done -> session.sendText(text, done))
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void tick(long nanoTime) {
    if (nanoTime - pinged > PING_EVERY.toNanos()) {
      pinged = nanoTime;
      session.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
    }
  }

  @Override
  public void end(String reason) {
    session.close(GOING_AWAY, reason, Callback.NOOP);
  }
}
