package dev.sluice.asl.run;

import dev.sluice.asl.model.AslMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** Executions per second of CPU time, of machines named in a file; see bench/run.sh. */
final class Benchmark {
  private Benchmark() {}

  /** CPU time of the whole process: the compiler and the collector count. */
  private static long cpu() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : System.nanoTime();
  }

  public static void main(String[] arguments) throws IOException {
    long millis = Long.parseLong(arguments[1]);
    AslRunner runner = AslRunner.builder().fast(true).build();
    for (JsonNode one : AslMachine.JSON.readTree(Files.readString(Path.of(arguments[0])))) {
      AslMachine machine = AslMachine.of(one.path("definition"));
      rounds(runner, machine, one.path("input"), millis);
      System.out.printf(
          "%s %.0f%n",
          one.path("name").asString(""), rounds(runner, machine, one.path("input"), millis));
    }
  }

  private static double rounds(AslRunner runner, AslMachine machine, JsonNode input, long millis) {
    long start = cpu();
    long used = 0;
    int count = 0;
    while (used < millis * 1_000_000) {
      for (int i = 0; i < 20; i++) {
        if (!runner.run(machine, input).status().equals("SUCCEEDED")) {
          throw new IllegalStateException("did not succeed");
        }
        count++;
      }
      used = cpu() - start;
    }
    return count * 1e9 / used;
  }
}
