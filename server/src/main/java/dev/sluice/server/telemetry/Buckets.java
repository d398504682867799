package dev.sluice.server.telemetry;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** One set of bounds for all latencies, so that they can be laid over each other. */
public final class Buckets {
  private static final Duration[] BOUNDS = {
    Duration.ofMillis(1),
    Duration.ofNanos(2_500_000),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100), // B44
    Duration.ofMillis(250),
    Duration.ofMillis(500), // B46
    Duration.ofSeconds(1),
    Duration.ofSeconds(2), // N68
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(2)
  };

  private Buckets() {}

  public static Timer.Builder latency(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(BOUNDS);
  }
}
