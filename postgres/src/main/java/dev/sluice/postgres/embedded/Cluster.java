package dev.sluice.postgres.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cluster on disk: created, configured and given its password while no server runs on it. */
record Cluster(DataFolder folder, PostgresBinaries binaries, ServerAccount account) {
  private static final Logger log = LoggerFactory.getLogger(Cluster.class);
  static final String USER = "sluice";
  static final int SCRAM_ITERATIONS = 16;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /**
   * Creates the cluster if there is none, and otherwise makes sure that it is one these binaries
   * can run.
   *
   * @return the password of {@link #USER}
   */
  String prepare() throws IOException, InterruptedException {
    account.requireReachable(folder.base());
    account.requireReachable(binaries.home());
    account.own(folder.logs());
    if (!folder.initialised()) {
      return create();
    }
    if (folder.majorVersion() != binaries.majorVersion()) {
      throw new EmbeddedPostgresException(
          folder.data()
              + " was written by PostgreSQL "
              + folder.majorVersion()
              + " and this Sluice brings "
              + binaries.majorVersion()
              + ": start it with the Sluice that wrote it, or choose another folder with --data");
    }
    account.own(folder.data());
    return folder.hasPassword() ? folder.password() : resetPassword();
  }

  /** The settings of every start; an operator's own go into {@code local.conf}. */
  void configure(Settings settings) throws IOException {
    write("postgresql.conf", ServerConfiguration.text(folder, settings));
  }

  private String create() throws IOException, InterruptedException {
    long start = System.nanoTime();
    String password = folder.hasPassword() ? folder.password() : folder.newPassword();
    Path temporary = folder.newInitFolder();
    try {
      Path passwordCopy = temporary.resolve("password");
      DataFolder.write(passwordCopy, password, OWNER_ONLY);
      account.own(temporary);
      Path data = temporary.resolve("data");
      // the builtin provider sorts the same on every machine and after every upgrade of its libc
      run(
          List.of(
              binaries.program("initdb"),
              "--pgdata=" + data,
              "--username=" + USER,
              "--pwfile=" + passwordCopy,
              "--auth=scram-sha-256",
              // Iterations slow down guessing; nobody guesses 192 random bits, and every session
              // pays.
              "--set=scram_iterations=" + SCRAM_ITERATIONS,
              "--data-checksums",
              // A new segment is filled with zeros while commits wait: less at a time.
              "--wal-segsize=4",
              "--encoding=UTF8",
              "--locale=C",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8"),
          "");
      moveInto(data);
      FolderTree.sync(folder.base());
    } finally {
      FolderTree.delete(temporary);
    }
    log.atInfo()
        .addKeyValue("folder", folder.data())
        .addKeyValue("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
        .log("postgres cluster created");
    return password;
  }

  private void moveInto(Path data) throws IOException {
    try {
      Files.move(data, folder.data(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.exists(folder.data())) {
        throw e;
      }
      throw new EmbeddedPostgresException(
          folder.data()
              + " is neither empty nor a PostgreSQL folder: move it away, or choose another with"
              + " --data",
          e);
    }
  }

  /** The keys folder is not part of a backup, so a restored cluster comes without its password. */
  private String resetPassword() throws IOException, InterruptedException {
    String password = folder.newPassword();
    try {
      run(
          List.of(
              binaries.program("postgres"),
              "--single",
              "-D",
              folder.data().toString(),
              "-c",
              "log_min_messages=fatal",
              "-c",
              "logging_collector=off",
              "postgres"),
          "ALTER ROLE " + USER + " PASSWORD '" + password + "'\n");
    } catch (IOException | EmbeddedPostgresException e) {
      Files.deleteIfExists(folder.passwordFile());
      throw e;
    }
    log.atWarn().addKeyValue("file", folder.passwordFile()).log("postgres password replaced");
    return password;
  }

  private void run(List<String> command, String input) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(account.command(command)).redirectErrorStream(true);
    ServerConfiguration.environment(builder.environment());
    Process process = builder.start();
    try {
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new EmbeddedPostgresException(
            "cannot prepare " + folder.data() + ": " + StartFailure.in(output).reason());
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.data().resolve(name);
    DataFolder.write(file, text, OWNER_ONLY);
    account.own(file);
  }
}
