package dev.sluice.server.http;

import dev.sluice.live.Message;
import dev.sluice.live.Subscriber;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Server-sent events: the request's own thread writes until the peer goes, or takes one event for
 * too long.
 */
final class EventStream implements LiveConnection {
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
  private static final long IDLE = Long.MAX_VALUE;

  private final Subscriber subscriber;
  private final Semaphore news = new Semaphore(0);
  private final Thread thread = Thread.currentThread();
  private volatile long writingSince = IDLE;
  private volatile boolean ended;

  EventStream(Function<Runnable, Subscriber> subscriber) {
    this.subscriber = subscriber.apply(news::release);
  }

  Subscriber subscriber() {
    return subscriber;
  }

  /** The head of an answer that is one. */
  static void begin(HttpServletResponse response) {
    response.setStatus(200);
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
  }

  /** Returns when it is over, in whatever way. */
  void run(HttpServletResponse response) throws InterruptedException {
    begin(response);
    try {
      OutputStream out = response.getOutputStream();
      write(out, "retry: 2000\n\n");
      while (!ended) {
        if (!news.tryAcquire(KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS)) {
          write(out, ":\n\n");
        }
        news.drainPermits();
        for (Message next = subscriber.next(); next != null; next = subscriber.next()) {
          write(out, event(next));
        }
      }
    } catch (IOException e) {
      return; // the peer went away
    } catch (InterruptedException e) {
      if (!stalled(System.nanoTime())) {
        throw e;
      }
    }
  }

  private static String event(Message message) {
    return switch (message) {
      case Message.State(var snapshot) ->
          "id: " + snapshot.version() + "\ndata: " + message.text() + "\n\n";
      case Message.Refusal refusal -> "event: problem\ndata: " + refusal.text() + "\n\n";
    };
  }

  private void write(OutputStream out, String text) throws IOException {
    writingSince = System.nanoTime();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
    writingSince = IDLE;
  }

  private boolean stalled(long nanoTime) {
    long since = writingSince;
    return since != IDLE && nanoTime - since > LiveSocket.PATIENCE.toNanos();
  }

  @Override
  public void tick(long nanoTime) {
    if (stalled(nanoTime)) {
      thread.interrupt();
    }
  }

  @Override
  public void end(String reason) {
    ended = true;
    news.release();
  }
}
