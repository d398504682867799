package dev.sluice.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the memory that large bodies take all together: each one holds its share while it is
 * worked on, and waits a little for it, or is sent away. Small bodies pass.
 */
final class LargeBodies {
  private static final int UNIT = 1 << 10;
  private static final int SMALL = 64 << 10;
  private static final long WAIT_SECONDS = 5;

  private final Semaphore room;

  /**
   * @param bytes for all of them
   */
  LargeBodies(int bytes) {
    this.room = new Semaphore(bytes / UNIT, true);
  }

  /** A share of the room; given back when closed. */
  @FunctionalInterface
  interface Share extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @param most what a body may come to; how much it is when nobody knows, as with gzip
   */
  Share enter(HttpServletRequest request, int most) throws InterruptedException {
    long length = request.getContentLengthLong();
    boolean known = length >= 0 && request.getHeader("Content-Encoding") == null;
    long bytes = known ? Math.min(length, most) : most;
    if (bytes <= SMALL) {
      return () -> {};
    }
    int units = (int) (bytes / UNIT);
    if (!room.tryAcquire(units, WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw Problem.unavailable("overloaded", "too many large bodies are under way").asException();
    }
    return () -> room.release(units);
  }
}
