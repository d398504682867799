package dev.sluice.bench.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
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
  private static final double SLOW_MILLIS = 30;

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
      double[] millis = write(synced, seconds);
      other.interrupt();
      other.join();
      Arrays.sort(millis);
      System.out.printf(
          Locale.ROOT,
          "%d writes  p50 %.2f ms  p99 %.2f ms  p99.9 %.2f ms  max %.1f ms%n",
          millis.length,
          millis[millis.length / 2],
          millis[(int) (millis.length * 0.99)],
          millis[(int) (millis.length * 0.999)],
          millis[millis.length - 1]);
    } finally {
      Files.delete(log);
      Files.delete(beside);
    }
  }

  @SuppressWarnings("SystemOut")
  private static double[] write(FileChannel log, double seconds)
      throws IOException, InterruptedException {
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    for (long at = 0; at < LOG; at += BLOCK) {
      log.write(block.clear(), at);
    }
    log.force(true);
    double[] millis = new double[(int) (seconds * 10_000)];
    int count = 0;
    long start = System.nanoTime();
    for (long at = 0; count < millis.length; at = (at + BLOCK) % LOG) {
      long began = System.nanoTime();
      if (began - start > seconds * 1e9) {
        break;
      }
      log.write(block.clear(), at);
      log.force(false);
      double took = (System.nanoTime() - began) / 1e6;
      if (took > SLOW_MILLIS) {
        System.out.printf(Locale.ROOT, "after %.1f s: %.0f ms%n", (began - start) / 1e9, took);
      }
      millis[count++] = took;
      TimeUnit.MICROSECONDS.sleep(500);
    }
    return Arrays.copyOf(millis, count);
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
