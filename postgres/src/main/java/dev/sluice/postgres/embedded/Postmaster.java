package dev.sluice.postgres.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One running server, a child of this JVM by way of a small shell.
 *
 * <p>The shell holds the reading end of our pipe. When this JVM dies, however it dies, the pipe
 * ends and the shell asks the server to stop. (The kernel's parent-death signal is no use: it hangs
 * on the thread that spawned the child, not on the process.) The shell ends when the server ends,
 * and has reaped it by then, so the end of the shell is the news of the server's death.
 */
final class Postmaster {
  private static final Duration FAST_SHUTDOWN = Duration.ofSeconds(60);

  /**
   * Signals to our process group - Ctrl-C, a service manager's TERM - are for the JVM, which stops
   * the server when it has finished with it; the shell ignores them.
   */
  private static final String GUARD =
      """
      exec 3<&0 </dev/null
      "$@" 3<&- &
      server=$!
      trap '' HUP INT TERM
      ( while read -r _ <&3; do :; done; kill -INT "$server" ) 2>/dev/null &
      guard=$!
      exec 3<&-
      wait "$server"
      status=$?
      kill -KILL "$guard" 2>/dev/null
      exit "$status"
      """;

  private final Process shell;
  private final DataFolder folder;
  private final PostgresProcesses processes;

  private Postmaster(Process shell, DataFolder folder, PostgresProcesses processes) {
    this.shell = shell;
    this.folder = folder;
    this.processes = processes;
  }

  static Postmaster spawn(Cluster cluster, PostgresProcesses processes, int port)
      throws IOException {
    DataFolder folder = cluster.folder();
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid"); // out of reach of the terminal's Ctrl-C
    }
    command.addAll(
        cluster
            .account()
            .command(
                List.of(
                    "sh",
                    "-c",
                    GUARD,
                    "sluice-postgres",
                    cluster.binaries().program("postgres"),
                    "-D",
                    folder.data().toString(),
                    "-p",
                    Integer.toString(port))));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.startLog().toFile());
    ServerConfiguration.environment(builder.environment());
    return new Postmaster(builder.start(), folder, processes);
  }

  boolean running() {
    return shell.isAlive();
  }

  /** True once the server accepts connections; false while it recovers from a crash. */
  boolean ready() {
    return running()
        && PostmasterFile.read(folder.data())
            .filter(PostmasterFile::ready)
            .filter(file -> processes.serves(file.pid()))
            .isPresent();
  }

  /** Sessions, workers and whatever else the server has started; none where Linux does not say. */
  List<Long> processes() {
    return children(shell.pid()).flatMap(Postmaster::children).toList();
  }

  /** How a process calls itself; empty if it is gone. */
  static String title(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static Stream<Long> children(long pid) {
    try {
      String pids =
          Files.readString(Path.of("/proc/" + pid + "/task/" + pid + "/children")).strip();
      return pids.isEmpty() ? Stream.of() : Stream.of(pids.split(" ", -1)).map(Long::valueOf);
    } catch (IOException e) {
      return Stream.of();
    }
  }

  /** The server's exit status once it has ended, as a shell tells it: 137 for a kill -9. */
  int awaitEnd() throws InterruptedException {
    return shell.waitFor();
  }

  /** What it printed before it ended, its own log included. */
  StartFailure failure() {
    StringBuilder output = new StringBuilder();
    readTail(folder.startLog()).ifPresent(output::append);
    if (output.indexOf("redirecting log output") >= 0) {
      newestLog().flatMap(Postmaster::readTail).ifPresent(output::append);
    }
    return StartFailure.in(output.toString());
  }

  /**
   * Fast shutdown; after a minute without effect the server is killed, which loses no commit
   * either.
   */
  void stop() {
    Optional<PostmasterFile> file = PostmasterFile.read(folder.data());
    try {
      shell.getOutputStream().close(); // the guard sends INT
    } catch (IOException e) {
      // it is gone already
    }
    try {
      if (!shell.waitFor(FAST_SHUTDOWN.toSeconds(), TimeUnit.SECONDS)) {
        file.map(PostmasterFile::pid)
            .filter(processes::serves)
            .flatMap(ProcessHandle::of)
            .ifPresent(ProcessHandle::destroyForcibly);
        processes.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the guard has its order, the server stops without us
    }
  }

  private Optional<Path> newestLog() {
    try (var logs = Files.list(folder.logs())) {
      return logs.max(Comparator.comparingLong(path -> path.toFile().lastModified()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> readTail(Path file) {
    try (var channel = Files.newByteChannel(file)) {
      long size = channel.size();
      int length = (int) Math.min(size, 2_000);
      channel.position(size - length);
      ByteBuffer buffer = ByteBuffer.allocate(length);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
      return Optional.of(new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
