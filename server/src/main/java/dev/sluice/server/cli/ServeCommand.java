package dev.sluice.server.cli;

import dev.sluice.server.Config;
import dev.sluice.server.Sluice;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice serve}: runs until it is told to stop. */
@Command(name = "serve", description = "Serves until it is told to stop.")
final class ServeCommand implements Callable<Integer> {
  @Mixin private ServeOptions options = new ServeOptions();

  @Override
  public Integer call() throws InterruptedException {
    Config config = options.config();
    Sluice sluice = Sluice.start(config);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(() -> {
                  sluice.close();
                  stopped.countDown();
                }));
    System.out.println(ready(sluice.url()));
    stopped.await();
    return 0;
  }

  /**
   * The one line on stdout; the time counts from the start of the JVM.
   *
   * @param url empty where nothing is served over HTTP
   */
  static String ready(String url) {
    double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1_000.0;
    return "ready "
        + (url.isEmpty() ? "" : url + " ")
        + "in "
        + String.format(Locale.ROOT, "%.1f s", seconds);
  }
}
