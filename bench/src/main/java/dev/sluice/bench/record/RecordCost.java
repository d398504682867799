package dev.sluice.bench.record;

import dev.sluice.record.Processed;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * What {@link RecordBenchmark} measures, by the thread's CPU time and allocation, so that it holds
 * on a machine where other work is running: the median and the best of turns of some milliseconds.
 */
public final class RecordCost {
  private static final int TURNS = 400;
  private static final int RECORDS = 2_000;

  private RecordCost() {}

  /**
   * Prints the cost of a record, by turns.
   *
   * @param arguments turns, at least 2
   */
  public static void main(String[] arguments) {
    int turns = arguments.length == 0 ? TURNS : Integer.parseInt(arguments[0]);
    RecordBenchmark benchmark = new RecordBenchmark();
    if (!(benchmark.process() instanceof Processed.Accepted)) {
      throw new IllegalStateException("rejected: " + benchmark.process());
    }
    var clock = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] nanos = new double[turns / 2];
    long allocated = 0;
    for (int turn = 0; turn < turns; turn++) {
      long bytes = clock.getCurrentThreadAllocatedBytes();
      long start = clock.getCurrentThreadCpuTime();
      int accepted = 0;
      for (int i = 0; i < RECORDS; i++) {
        accepted += benchmark.process() instanceof Processed.Accepted ? 1 : 0;
      }
      long end = clock.getCurrentThreadCpuTime();
      if (accepted != RECORDS) {
        throw new IllegalStateException("a record was rejected");
      }
      if (turn >= turns - nanos.length) {
        nanos[turn - (turns - nanos.length)] = (end - start) / (double) RECORDS;
        allocated = clock.getCurrentThreadAllocatedBytes() - bytes;
      }
    }
    Arrays.sort(nanos);
    double median = nanos[nanos.length / 2];
    System.out.printf(
        Locale.ROOT,
        "%d bytes: median %.0f ns, %.0f records/s; best %.0f ns; %d bytes of garbage a record%n",
        benchmark.bytes(),
        median,
        1e9 / median,
        nanos[0],
        allocated / RECORDS);
  }
}
