package dev.sluice.bench.mapping;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The same mappings in turns of a few milliseconds in one process, by the thread's CPU time: ratios
 * that hold on a machine where other work is running, which {@link MappingBenchmark}'s do not.
 */
public final class MappingRatios {
  private static final int TURNS = 400;
  private static final int RECORDS = 2_000;

  private MappingRatios() {}

  public static void main(String[] arguments) {
    MappingBenchmark benchmark = new MappingBenchmark();
    Map<String, Supplier<@Nullable Object>> mappings = new LinkedHashMap<>();
    mappings.put("ours, DECIMAL", benchmark::oursDecimal);
    mappings.put("ours, DOUBLE", benchmark::oursDouble);
    mappings.put("dashjoin", benchmark::dashjoin);
    mappings.put("JSLT", benchmark::jslt);
    mappings.put("Java by hand, BigDecimal", benchmark::javaDecimal);
    mappings.put("Java by hand, double", benchmark::javaDouble);
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    Map<String, List<Double>> nanos = new LinkedHashMap<>();
    for (int turn = 0; turn < TURNS; turn++) {
      for (Map.Entry<String, Supplier<@Nullable Object>> mapping : mappings.entrySet()) {
        long start = clock.getCurrentThreadCpuTime();
        int made = 0;
        for (int i = 0; i < RECORDS; i++) {
          made += mapping.getValue().get() == null ? 0 : 1;
        }
        long end = clock.getCurrentThreadCpuTime();
        if (made != RECORDS) {
          throw new IllegalStateException(mapping.getKey() + " yields nothing");
        }
        if (turn >= TURNS / 2) {
          nanos
              .computeIfAbsent(mapping.getKey(), name -> new ArrayList<>())
              .add((end - start) / (double) RECORDS);
        }
      }
    }
    nanos.forEach((name, turns) -> {
      Collections.sort(turns);
      double median = turns.get(turns.size() / 2);
      System.out.printf(
          Locale.ROOT, "%-26s %7.0f ns  %8.0f records/s%n", name, median, 1e9 / median);
    });
  }
}
