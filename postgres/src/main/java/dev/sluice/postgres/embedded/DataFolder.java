package dev.sluice.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The folders of one embedded server: the cluster itself ({@code DIR/pg}) and, beside it, what must
 * be there before and outlive it: {@code pg-run} (owner lock, port), {@code pg-log}, {@code
 * keys/postgres.password}.
 */
record DataFolder(Path data, Path run, Path logs, Path passwordFile) {
  private static final String INIT_PREFIX = "pg.init-";
  private static final Duration SWEEP = Duration.ofSeconds(10);
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

  /**
   * Creates what is missing around the cluster, not the cluster.
   *
   * @throws EmbeddedPostgresException if the folder cannot be written
   */
  static DataFolder open(Path dataDir) {
    Path absolute = dataDir.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    if (parent == null) {
      throw new EmbeddedPostgresException("not a data folder: " + dataDir);
    }
    try {
      Files.createDirectories(parent);
      Path base = parent.toRealPath(); // /proc and the lock know the folder by its real name
      DataFolder folder =
          new DataFolder(
              base.resolve(absolute.getFileName()),
              base.resolve("pg-run"),
              base.resolve("pg-log"),
              base.resolve("keys").resolve("postgres.password"));
      Files.createDirectories(folder.run);
      Files.createDirectories(folder.logs);
      Path keys = base.resolve("keys");
      if (!Files.isDirectory(keys)) {
        Files.createDirectories(
            keys,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      if (!Files.isWritable(base) || !Files.isWritable(folder.run)) {
        throw new EmbeddedPostgresException(
            "the data folder "
                + base
                + " cannot be written by this user: choose another with --data");
      }
      return folder;
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "cannot use the data folder " + parent + ": " + FileFailure.describe(e), e);
    }
  }

  Path base() {
    Path parent = data.getParent();
    if (parent == null) {
      throw new IllegalStateException("checked in open");
    }
    return parent;
  }

  Path lockFile() {
    return run.resolve("owner.lock");
  }

  /** What the server says before its own log is open, and why it did not start. */
  Path startLog() {
    return run.resolve("start.log");
  }

  boolean initialised() {
    return Files.exists(data.resolve("PG_VERSION"));
  }

  int majorVersion() throws IOException {
    return Integer.parseInt(Files.readString(data.resolve("PG_VERSION")).strip());
  }

  /** A folder in which a cluster may be prepared. */
  Path newInitFolder() throws IOException {
    return Files.createTempDirectory(base(), INIT_PREFIX);
  }

  /**
   * Removes what attempts to create a cluster left behind. An initdb that outlived its JVM may
   * still write there: renamed, its folder is no longer where it writes, and it fails.
   */
  void sweep() throws IOException, InterruptedException {
    List<Path> leftovers;
    try (Stream<Path> siblings = Files.list(base())) {
      leftovers =
          siblings.filter(path -> path.getFileName().toString().startsWith(INIT_PREFIX)).toList();
    }
    Deadline deadline = Deadline.after(SWEEP);
    for (Path leftover : leftovers) {
      Path renamed = leftover.resolveSibling(INIT_PREFIX + "gone-" + UUID.randomUUID());
      Files.move(leftover, renamed, StandardCopyOption.ATOMIC_MOVE);
      deadline.await(() -> {
        FolderTree.delete(renamed);
        return !Files.exists(renamed);
      });
    }
  }

  boolean hasPassword() {
    return Files.exists(passwordFile);
  }

  String password() throws IOException {
    return Files.readString(passwordFile).strip();
  }

  String newPassword() throws IOException {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    write(passwordFile, password, PRIVATE);
    return password;
  }

  OptionalInt port() {
    try {
      return OptionalInt.of(Integer.parseInt(Files.readString(run.resolve("port")).strip()));
    } catch (IOException | NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  void rememberPort(int port) throws IOException {
    write(run.resolve("port"), port + "\n", PosixFilePermissions.fromString("rw-r--r--"));
  }

  /** Whole or not at all, also across a power failure. */
  static void write(Path file, String text, Set<PosixFilePermission> permissions)
      throws IOException {
    Path folder = file.getParent();
    if (folder == null) {
      throw new IOException("no parent: " + file);
    }
    Path written =
        Files.createTempFile(
            folder,
            "." + file.getFileName(),
            ".tmp",
            PosixFilePermissions.asFileAttribute(PRIVATE));
    try {
      Files.writeString(written, text);
      Files.setPosixFilePermissions(written, permissions);
      FolderTree.sync(written);
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
      FolderTree.sync(folder);
    } finally {
      Files.deleteIfExists(written);
    }
  }
}
