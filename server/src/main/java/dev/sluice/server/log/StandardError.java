package dev.sluice.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import dev.sluice.host.WriteOut;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Marker;

/**
 * Lines to standard error, in their order. A line that {@link LogSetup#MAY_WAIT} marks waits up to
 * 20 ms for others to be written with it: one write for each request's line cost as much as the
 * line. Any other line is written at once, and takes those that wait along. A process that is
 * killed loses what waits; one that ends in any other way does not.
 *
 * <p>Where many lines go to a file, the system begins each second to write it to the disk, lest
 * commits wait when it does so of itself.
 */
final class StandardError extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private static final long WAIT_NANOS = 20_000_000;
  private static final long WRITE_OUT_NANOS = 1_000_000_000;
  private static final int MOST_BYTES = 64 << 10;

  private final Encoder<ILoggingEvent> encoder;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream(MOST_BYTES);
  private boolean ending;

  StandardError(Encoder<ILoggingEvent> encoder) {
    this.encoder = encoder;
    setName("stderr");
  }

  @Override
  public void start() {
    Thread.ofPlatform().daemon().name("log").start(this::writeNowAndThen);
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "log-end"));
    super.start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    byte[] line = encoder.encode(event);
    List<Marker> markers = event.getMarkerList();
    boolean mayWait = markers != null && markers.contains(LogSetup.MAY_WAIT);
    lock.lock();
    try {
      waiting.writeBytes(line);
      if (!mayWait || ending || waiting.size() >= MOST_BYTES) {
        write();
      } else if (waiting.size() == line.length) {
        more.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void write() {
    byte[] lines = waiting.toByteArray();
    waiting.reset();
    System.err.write(lines, 0, lines.length);
    System.err.flush();
  }

  private void writeNowAndThen() {
    boolean file = true;
    long begun = System.nanoTime();
    while (true) {
      lock.lock();
      try {
        while (waiting.size() == 0) {
          more.awaitUninterruptibly();
        }
      } finally {
        lock.unlock();
      }
      LockSupport.parkNanos(this, WAIT_NANOS);
      writeWaiting();
      if (file && System.nanoTime() - begun > WRITE_OUT_NANOS) {
        file = WriteOut.begin(WriteOut.STANDARD_ERROR);
        begun = System.nanoTime();
      }
    }
  }

  private void writeWaiting() {
    lock.lock();
    try {
      if (waiting.size() > 0) {
        write();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether the process is about to end, and nothing waits any more. */
  boolean isEnding() {
    lock.lock();
    try {
      return ending;
    } finally {
      lock.unlock();
    }
  }

  /** From now on nothing waits: nobody may be there to write it. */
  private void end() {
    lock.lock();
    try {
      ending = true;
      writeWaiting();
    } finally {
      lock.unlock();
    }
  }
}
