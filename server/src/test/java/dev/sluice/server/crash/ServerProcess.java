package dev.sluice.server.crash;

import dev.sluice.server.Main;
import dev.sluice.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server of its own process, which can be killed. */
final class ServerProcess {
  private final Process process;
  private final URI url;

  private ServerProcess(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** Starts {@code serve} and waits for its ready line. */
  static ServerProcess start(Path data, Path definitions, int port, String... more)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "serve",
                "--data",
                data.toString(),
                "--definitions",
                definitions.toString(),
                "--port",
                Integer.toString(port),
                "--no-auth"));
    arguments.addAll(List.of(more));
    Path log = data.resolveSibling("server.log");
    Process process =
        JavaProcess.of(
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                Main.class,
                arguments.toArray(String[]::new))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    BufferedReader out = process.inputReader();
    String ready = out.readLine();
    if (ready == null || !ready.startsWith("ready ")) {
      process.destroyForcibly();
      throw new IllegalStateException("not ready: " + ready + "\n" + tail(log));
    }
    return new ServerProcess(process, URI.create(ready.split(" ", -1)[1]));
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
  }

  URI url() {
    return url;
  }

  int port() {
    return url.getPort();
  }

  /** {@code kill -9}: nothing of the process runs any more, no hook, no finally. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM, as a service manager stops it. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      kill();
    }
  }
}
