package dev.sluice.server.telemetry;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToIntFunction;

/** The process, its JVM, its disk and its connections. */
public final class ProcessMeters implements AutoCloseable {
  private final JvmGcMetrics collections = new JvmGcMetrics();

  ProcessMeters(MeterRegistry registry, String version) {
    Gauge.builder("sluice.build.info", () -> 1)
        .description("always 1; what runs is in the labels")
        .tag("version", version)
        .tag("java", Runtime.version().toString())
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** Connections to the database: open, lent out, waited for, and how many there may be. */
  public static void database(MeterRegistry registry, HikariDataSource pool) {
    connections(
        registry,
        pool,
        "sluice.database.connections",
        "open connections to the database",
        HikariPoolMXBean::getTotalConnections);
    connections(
        registry,
        pool,
        "sluice.database.connections.active",
        "connections in use",
        HikariPoolMXBean::getActiveConnections);
    connections(
        registry,
        pool,
        "sluice.database.connections.pending",
        "threads that wait for a connection",
        HikariPoolMXBean::getThreadsAwaitingConnection);
    Gauge.builder("sluice.database.connections.max", pool::getMaximumPoolSize)
        .description("connections there may be at once")
        .register(registry);
  }

  private static void connections(
      MeterRegistry registry,
      HikariDataSource pool,
      String name,
      String description,
      ToIntFunction<HikariPoolMXBean> count) {
    Gauge.builder(name, () -> count.applyAsInt(pool.getHikariPoolMXBean()))
        .description(description)
        .register(registry);
  }

  /** Room left where the data is. */
  public static void disk(MeterRegistry registry, Path data) {
    Gauge.builder("sluice.disk.free.bytes", () -> free(data))
        .description("room left on the disk of the data folder")
        .register(registry);
  }

  private static double free(Path data) {
    try {
      return Files.getFileStore(data).getUsableSpace();
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  @Override
  public void close() {
    collections.close();
  }
}
