package dev.sluice.live;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes what it is sent at once. */
final class Reader implements AutoCloseable {
  final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  final Subscriber subscriber;

  Reader(Live live, @Nullable String tenant) {
    subscriber = new Subscriber(live, tenant, 5, this::take);
  }

  private synchronized void take() {
    for (Message next = subscriber.next(); next != null; next = subscriber.next()) {
      messages.add(next);
    }
  }

  Message next() throws InterruptedException {
    Message next = messages.poll(LiveTest.PATIENCE, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came");
    }
    return next;
  }

  Snapshot snapshot() throws InterruptedException {
    return assertInstanceOf(Message.State.class, next()).snapshot();
  }

  Message.Refusal refusal() throws InterruptedException {
    return assertInstanceOf(Message.Refusal.class, next());
  }

  @Override
  public void close() {
    subscriber.close();
  }
}
