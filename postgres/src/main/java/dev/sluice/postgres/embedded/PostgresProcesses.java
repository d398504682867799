package dev.sluice.postgres.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The living processes that serve one data folder, told by what the kernel knows of them: their
 * program is our postgres and their working directory is the folder. A pid from a file is never
 * trusted, and no other process is ever signalled.
 */
final class PostgresProcesses {
  private static final Logger log = LoggerFactory.getLogger(PostgresProcesses.class);
  private static final Path PROC = Path.of("/proc");
  private static final Duration FAST_SHUTDOWN = Duration.ofSeconds(30);
  private static final Duration GONE = Duration.ofSeconds(10);

  private final Path dataDir;
  private final PostgresBinaries binaries;
  private final ServerAccount account;

  PostgresProcesses(Path dataDir, PostgresBinaries binaries, ServerAccount account) {
    this.dataDir = dataDir;
    this.binaries = binaries;
    this.account = account;
  }

  /** True if the pid is alive, not a zombie, and one of ours on this folder. */
  boolean serves(long pid) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isEmpty() || !process.get().isAlive()) {
      return false;
    }
    if (!Files.isDirectory(PROC.resolve("self"))) {
      // without /proc: the program is ours, and the pid is the one our own folder names
      return process.get().info().command().map(Path::of).filter(binaries::owns).isPresent()
          && PostmasterFile.read(dataDir).filter(file -> file.pid() == pid).isPresent();
    }
    return link(pid, "exe").filter(binaries::owns).isPresent()
        && link(pid, "cwd").filter(dataDir::equals).isPresent();
  }

  List<Long> all() {
    if (!Files.isDirectory(PROC.resolve("self"))) {
      return PostmasterFile.read(dataDir).map(PostmasterFile::pid).filter(this::serves).stream()
          .toList();
    }
    List<Long> pids = new ArrayList<>();
    try (Stream<Path> entries = Files.list(PROC)) {
      entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> Character.isDigit(name.charAt(0)))
          .map(Long::parseLong)
          .filter(this::named)
          .filter(this::serves)
          .forEach(pids::add);
    } catch (IOException e) {
      throw new EmbeddedPostgresException("cannot read /proc: " + FileFailure.describe(e), e);
    }
    return pids;
  }

  /**
   * Leaves no process on the folder: a postmaster that lost its owner is shut down in order, and
   * what remains without a postmaster - it holds shared memory and would keep a new one from
   * starting - is killed.
   */
  void clear() throws InterruptedException {
    List<Long> found = all();
    if (found.isEmpty()) {
      return;
    }
    Set<Long> everyone = new HashSet<>(found);
    for (long pid : found) {
      boolean postmaster =
          ProcessHandle.of(pid)
              .flatMap(ProcessHandle::parent)
              .filter(parent -> everyone.contains(parent.pid()))
              .isEmpty();
      boolean named = PostmasterFile.read(dataDir).filter(file -> file.pid() == pid).isPresent();
      if (postmaster && named) {
        log.atWarn().addKeyValue("pid", pid).log("orphaned postgres found, stopping it");
        interrupt(pid);
        Deadline.after(FAST_SHUTDOWN).await(() -> !serves(pid));
      }
    }
    Deadline deadline = Deadline.after(GONE);
    boolean gone =
        deadline.await(() -> {
          List<Long> left = all();
          left.forEach(this::kill);
          return left.isEmpty();
        });
    if (!gone) {
      throw new EmbeddedPostgresException(
          "processes "
              + all()
              + " still hold "
              + dataDir
              + " and cannot be killed: stop them by hand");
    }
  }

  /** Fast shutdown: clients are disconnected, what they committed is kept. */
  private void interrupt(long pid) throws InterruptedException {
    if (!serves(pid)) {
      return;
    }
    try {
      Process kill =
          new ProcessBuilder("sh", "-c", "kill -INT \"$1\"", "sh", Long.toString(pid))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      kill.waitFor();
    } catch (IOException e) {
      throw new EmbeddedPostgresException("cannot start sh: " + e.getMessage(), e);
    }
  }

  private void kill(long pid) {
    // the handle knows when its process started, so it cannot hit a successor of the pid
    ProcessHandle.of(pid).filter(handle -> serves(pid)).ifPresent(ProcessHandle::destroyForcibly);
  }

  /** A cheap first look, open to every user, before the links are read. */
  private boolean named(long pid) {
    try {
      return Files.readString(PROC.resolve(pid + "/comm")).strip().equals("postgres");
    } catch (IOException e) {
      return false;
    }
  }

  private Optional<Path> link(long pid, String name) {
    Path link = PROC.resolve(Long.toString(pid)).resolve(name);
    try {
      return Optional.of(withoutMark(Files.readSymbolicLink(link).toString()));
    } catch (IOException e) {
      // gone, a zombie, or another user's: the server's own account may look at its own processes
      return account == ServerAccount.NOBODY ? linkAsServer(link) : Optional.empty();
    }
  }

  private Optional<Path> linkAsServer(Path link) {
    try {
      Process process =
          new ProcessBuilder(account.command(List.of("readlink", link.toString())))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      String target = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      process.waitFor(1, TimeUnit.SECONDS);
      return target.isEmpty() ? Optional.empty() : Optional.of(withoutMark(target));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Path withoutMark(String target) {
    return Path.of(target.replaceFirst(" \\(deleted\\)$", ""));
  }
}
