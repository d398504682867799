package dev.sluice.bench.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.file.Declared;
import dev.sluice.file.ExpectedColumns;
import dev.sluice.file.FileLimits;
import dev.sluice.file.FileProblemException;
import dev.sluice.file.Intake;
import dev.sluice.file.Received;
import dev.sluice.object.FileObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.AbstractList;
import java.util.Collections;
import java.util.Locale;

/**
 * Takes a file of so many megabytes in, into a folder that is deleted again: CPU time, and that it
 * fits into a small heap ({@code -Xmx48m}).
 */
public final class IntakeCost {
  private IntakeCost() {}

  /**
   * @param arguments megabytes, 500 unless given
   */
  public static void main(String[] arguments) throws IOException, FileProblemException {
    long megabytes = arguments.length == 0 ? 500 : Long.parseLong(arguments[0]);
    byte[] rows = Contacts.rows();
    int times = Math.toIntExact((megabytes << 20) / rows.length) + 1;
    Path folder = Files.createTempDirectory("intake");
    try (FileObjectStore store = FileObjectStore.open(folder, InstantSource.system())) {
      var clock = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
      long start = clock.getCurrentThreadCpuTime();
      long garbage = clock.getCurrentThreadAllocatedBytes();
      Received received =
          new Intake(store, FileLimits.DEFAULT, folder)
              .receive(file(rows, times), Declared.NOTHING, ExpectedColumns.ANY, "file", "copy");
      double seconds = (clock.getCurrentThreadCpuTime() - start) / 1e9;
      garbage = clock.getCurrentThreadAllocatedBytes() - garbage;
      store.delete("file");
      long size = received.original().size();
      long peak =
          ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(pool -> pool.getType() == MemoryType.HEAP)
              .mapToLong(pool -> pool.getPeakUsage().getUsed())
              .sum();
      System.out.printf(
          Locale.ROOT,
          "%d MB, %d rows, %d chunks: %.1f s of CPU, %.0f MB/s, %.0f ns a row; heap at most %d of"
              + " %d MB, %d MB of garbage in all%n",
          size >> 20,
          received.rows(),
          received.chunks().size(),
          seconds,
          size / 1e6 / seconds,
          seconds * 1e9 / received.rows(),
          peak >> 20,
          Runtime.getRuntime().maxMemory() >> 20,
          garbage >> 20);
    }
  }

  private static InputStream file(byte[] rows, int times) {
    String header = String.join(",", Contacts.format().header()) + "\n";
    InputStream first = new ByteArrayInputStream(header.getBytes(UTF_8));
    InputStream rest =
        new SequenceInputStream(
            Collections.enumeration(
                new AbstractList<InputStream>() {
                  @Override
                  public InputStream get(int index) {
                    return new ByteArrayInputStream(rows);
                  }

                  @Override
                  public int size() {
                    return times;
                  }
                }));
    return new SequenceInputStream(first, rest);
  }
}
