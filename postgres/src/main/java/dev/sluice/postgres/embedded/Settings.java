package dev.sluice.postgres.embedded;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What may be chosen about an embedded server.
 *
 * @param sharedBuffersMegabytes PostgreSQL's own cache; touched pages count against the memory of
 *     the machine
 * @param maxConnections how many clients may be connected at once, all processes together
 * @param startTimeout how long {@link EmbeddedPostgres#start} waits, crash recovery included
 * @param overrides further server settings; they win over ours, and the durability check still
 *     refuses unsafe ones
 */
public record Settings(
    int sharedBuffersMegabytes,
    int maxConnections,
    Duration startTimeout,
    Map<String, String> overrides) {

  public Settings {
    if (sharedBuffersMegabytes < 1) {
      throw new IllegalArgumentException("sharedBuffersMegabytes must be at least 1");
    }
    if (maxConnections < 5) {
      throw new IllegalArgumentException("maxConnections must be at least 5");
    }
    if (!startTimeout.isPositive()) {
      throw new IllegalArgumentException("startTimeout must be positive");
    }
    for (Map.Entry<String, String> entry : overrides.entrySet()) {
      if (!entry.getKey().matches("[a-z_.]+") || entry.getValue().matches("(?s).*[\\n\\r].*")) {
        throw new IllegalArgumentException("not a setting: " + entry.getKey());
      }
    }
    overrides = Map.copyOf(overrides);
  }

  /** For this machine, or the container it runs in. */
  public static Settings defaults() {
    var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    int buffers = sharedBuffersMegabytes(machine.getTotalMemorySize());
    return new Settings(buffers, 60, Duration.ofMinutes(5), Map.of());
  }

  /**
   * A sixteenth of the memory, 128 MB at least and 512 at most: the indexes of some millions of
   * rows, whose pages are touched in no order (adr/0016). What is not needed is never touched.
   *
   * @param machine bytes
   */
  static int sharedBuffersMegabytes(long machine) {
    return Math.clamp(machine / (16 << 20), 128, 512);
  }

  public Settings withOverride(String name, String value) {
    Map<String, String> more = new HashMap<>(overrides);
    more.put(name, value);
    return new Settings(sharedBuffersMegabytes, maxConnections, startTimeout, more);
  }

  public Settings withStartTimeout(Duration timeout) {
    return new Settings(sharedBuffersMegabytes, maxConnections, timeout, overrides);
  }
}
