package dev.sluice.postgres.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that starts the embedded server of a folder, to be killed. */
final class ChildServer implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private ChildServer(Process process) {
    this.process = process;
    this.output = process.inputReader(UTF_8);
  }

  static ChildServer spawn(Path dataDir) throws IOException {
    return new ChildServer(
        JavaProcess.of(
                List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                Main.class,
                dataDir.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** "owner" or "attached", once it serves. */
  String awaitReady() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("the child ended without serving");
    }
    return line;
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * Kills the JVM and the shell between it and the server, so that nobody tells the server to stop.
   */
  void killLeavingTheServer() throws IOException, InterruptedException {
    signal("-STOP", process.pid()); // it must not see its shell die
    List<ProcessHandle> shells =
        process
            .descendants()
            .filter(handle -> !handle.info().command().orElse("").endsWith("/postgres"))
            .toList();
    shells.forEach(ProcessHandle::destroyForcibly);
    kill();
  }

  /** Closes the server in order and ends. */
  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  static void signal(String signal, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "kill " + signal + " " + pid).inheritIO().start().waitFor();
  }

  static final class Main {
    private Main() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
      try (EmbeddedPostgres server =
          EmbeddedPostgres.start(Path.of(args[0]), Settings.defaults())) {
        System.out.println(server.owner() ? "owner" : "attached");
        while (System.in.read() >= 0) {
          // until the parent closes the pipe or dies
        }
      }
    }
  }
}
