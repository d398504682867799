package dev.sluice.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory that large bodies take all together: each one holds its share from when it
 * turns out to be large, and waits a little for it, or is sent away. One that comes slowly gives
 * way to those that find no room. Small bodies pass, whatever length they were said to have.
 */
final class LargeBodies {
  private static final int UNIT = 1 << 10;
  private static final int SMALL = 64 << 10;
  private static final long WAIT_SECONDS = 5;
  private static final long SLOW_BYTES_A_SECOND = 64 << 10;

  private final Semaphore room;
  private final AtomicLong refused = new AtomicLong();

  /**
   * @param bytes for all of them
   */
  LargeBodies(int bytes) {
    this.room = new Semaphore(bytes / UNIT, true);
  }

  /**
   * Nothing is held before bytes come.
   *
   * @param most what a body may come to; how much it is when nobody knows, as with gzip
   */
  Share enter(HttpServletRequest request, int most) {
    long length = request.getContentLengthLong();
    boolean known = length >= 0 && request.getHeader("Content-Encoding") == null;
    return new Share((int) ((known ? Math.min(length, most) : most) / UNIT));
  }

  /** One body's share of the room; given back when closed. */
  final class Share implements AutoCloseable {
    private final int units;
    private long came;
    private boolean held;
    private long heldSince;
    private long refusedBefore;

    private Share(int units) {
      this.units = units;
    }

    /** The same bytes. Throws problem 503 while they are read, if there is no room for them. */
    InputStream of(InputStream body) {
      if (units <= SMALL / UNIT) {
        return body;
      }
      return new FilterInputStream(body) {
        @Override
        public int read() throws IOException {
          int one = in.read();
          arrived(one < 0 ? 0 : 1);
          return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          int read = in.read(bytes, offset, length);
          arrived(read);
          return read;
        }
      };
    }

    private void arrived(int bytes) throws IOException {
      came += Math.max(bytes, 0);
      if (held) {
        checkPace();
      } else if (came > SMALL) {
        take();
      }
    }

    private void take() throws IOException {
      try {
        held = room.tryAcquire(units, WAIT_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
      if (!held) {
        refused.incrementAndGet();
        throw Problem.unavailable("overloaded", "too many large bodies are under way")
            .asException();
      }
      heldSince = System.nanoTime();
      refusedBefore = refused.get();
    }

    private void checkPace() {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - heldSince);
      boolean slow = seconds >= WAIT_SECONDS && came < seconds * SLOW_BYTES_A_SECOND;
      if (slow && refused.get() > refusedBefore) {
        throw Problem.unavailable(
                "overloaded",
                "others found no room for their bodies while this one came at less than 64 KB a"
                    + " second; send it faster, or in smaller ones")
            .asException();
      }
    }

    @Override
    public void close() {
      if (held) {
        room.release(units);
      }
    }
  }
}
