package dev.sluice.bench.disk;

import dev.sluice.bench.feed.Latencies;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How long a disk takes for what a commit asks of it: 16 kB over written blocks and {@code
 * fdatasync}, again and again, while another thread appends to a file that nobody syncs.
 *
 * <p>Arguments: {@code SECONDS APPENDED_MB_A_SECOND FOLDER}.
 */
public final class SyncedWrites {
  private static final int BLOCK = 16 << 10;
  private static final int LOG = 64 << 20;
  private static final long SLOW_NANOS = 30_000_000;

  private SyncedWrites() {}

  @SuppressWarnings("SystemOut") // the result is the program's output
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 3) {
      throw new IllegalArgumentException("SECONDS APPENDED_MB_A_SECOND FOLDER");
    }
    double seconds = Double.parseDouble(arguments[0]);
    double rate = Double.parseDouble(arguments[1]);
    Path log = Files.createTempFile(Path.of(arguments[2]), "log", ".tmp");
    Path beside = Files.createTempFile(Path.of(arguments[2]), "beside", ".tmp");
    try (FileChannel synced = FileChannel.open(log, StandardOpenOption.WRITE);
        FileChannel appended = FileChannel.open(beside, StandardOpenOption.WRITE)) {
      Thread other = Thread.ofPlatform().daemon().unstarted(() -> append(appended, rate));
      if (rate > 0) {
        other.start();
      }
      Latencies latencies = write(synced, seconds);
      other.interrupt();
      other.join();
      System.out.printf(
          Locale.ROOT,
          "%d writes  p50 %.2f ms  p99 %.2f ms  p99.9 %.2f ms  max %.1f ms%n",
          latencies.size(),
          latencies.percentile(50),
          latencies.percentile(99),
          latencies.percentile(99.9),
          latencies.percentile(100));
    } finally {
      Files.delete(log);
      Files.delete(beside);
    }
  }

  @SuppressWarnings("SystemOut")
  private static Latencies write(FileChannel log, double seconds)
      throws IOException, InterruptedException {
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    for (long at = 0; at < LOG; at += BLOCK) {
      log.write(block.clear(), at);
    }
    log.force(true);
    Latencies latencies = new Latencies();
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    long began = start;
    for (long at = 0; began < end; at = (at + BLOCK) % LOG) {
      log.write(block.clear(), at);
      log.force(false);
      long took = System.nanoTime() - began;
      if (took > SLOW_NANOS) {
        System.out.printf(
            Locale.ROOT, "after %.1f s: %.0f ms%n", (began - start) / 1e9, took / 1e6);
      }
      latencies.add(took);
      TimeUnit.MICROSECONDS.sleep(500);
      began = System.nanoTime();
    }
    return latencies;
  }

  private static void append(FileChannel file, double megabytes) {
    ByteBuffer page = ByteBuffer.allocateDirect(8 << 10);
    long start = System.nanoTime();
    try {
      long written = 0;
      while (!Thread.currentThread().isInterrupted()) {
        written += file.write(page.clear());
        long ahead = (long) (written / megabytes * 1e3) - (System.nanoTime() - start);
        if (ahead > 5_000_000) {
          TimeUnit.NANOSECONDS.sleep(ahead);
        }
      }
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt(); // the measurement is over
    }
  }
}
