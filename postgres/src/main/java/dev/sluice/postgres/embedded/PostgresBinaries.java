package dev.sluice.postgres.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL programs, unpacked from the class path into the user's cache once per digest. The
 * folder appears under its name only when it is complete, so two processes may unpack at once and a
 * killed one leaves nothing half done.
 *
 * @param home holds {@code bin}, {@code lib} and {@code share}
 * @param cache the folder under which every version's home lies
 * @param majorVersion 18 for 18.6
 */
record PostgresBinaries(Path home, Path cache, int majorVersion) {
  private static final Logger log = LoggerFactory.getLogger(PostgresBinaries.class);
  private static final Pattern VERSION = Pattern.compile("postgres \\(PostgreSQL\\) ((\\d+)\\S*)");
  private static final String VERSION_FILE = "VERSION";
  private static final String UNPACKING = ".unpacking-";

  /**
   * @throws EmbeddedPostgresException if the class path has none for this platform, or they cannot
   *     be unpacked or run
   */
  static PostgresBinaries locate(ServerAccount account) {
    return locate(account.cacheFolder(), platform());
  }

  static PostgresBinaries locate(Path cache, String platform) {
    String resource = "/postgres-" + platform + ".txz";
    URL url = PostgresBinaries.class.getResource(resource);
    if (url == null) {
      throw new EmbeddedPostgresException(
          "no PostgreSQL binaries for "
              + platform
              + " on the class path: build Sluice on this platform, or point it at an external"
              + " PostgreSQL");
    }
    try {
      Path home = cache.resolve("postgres-" + platform + "-" + digest(url));
      if (!Files.exists(home.resolve(VERSION_FILE))) {
        unpack(url, home);
      }
      Matcher version = VERSION.matcher(Files.readString(home.resolve(VERSION_FILE)));
      if (!version.find()) {
        throw new IOException("unreadable " + home.resolve(VERSION_FILE));
      }
      return new PostgresBinaries(
          home.toRealPath(), cache.toRealPath(), Integer.parseInt(version.group(2)));
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "cannot unpack PostgreSQL into "
              + cache
              + ": "
              + FileFailure.describe(e)
              + "; set XDG_CACHE_HOME to a folder that can be written and executed from",
          e);
    }
  }

  String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  /** True for a postgres program of ours, also of an older or newer release of Sluice. */
  boolean owns(Path executable) {
    return executable.startsWith(cache)
        && cache.relativize(executable).toString().matches("postgres-[^/]+/bin/postgres");
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch");
    return (os.contains("mac") ? "darwin" : os)
        + "-"
        + switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64" -> "arm_64";
          default -> arch;
        };
  }

  /** The checksum and size that the jar keeps of the archive; nothing has to be read for it. */
  private static String digest(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    if (connection instanceof JarURLConnection jar) {
      JarEntry entry = jar.getJarEntry();
      return HexFormat.of().toHexDigits((int) entry.getCrc())
          + "-"
          + Long.toHexString(entry.getSize());
    }
    return Long.toHexString(connection.getContentLengthLong());
  }

  private static void unpack(URL url, Path home) throws IOException {
    Path cache = home.toAbsolutePath().getParent();
    if (cache == null) {
      throw new IOException("no parent folder");
    }
    Files.createDirectories(cache);
    long start = System.nanoTime();
    Path unpacking = Files.createTempDirectory(cache, UNPACKING);
    sweep(cache, Files.getLastModifiedTime(unpacking));
    try {
      try (InputStream archive = new BufferedInputStream(url.openStream())) {
        TarXz.unpack(archive, unpacking);
      }
      Files.writeString(unpacking.resolve(VERSION_FILE), versionOf(unpacking));
      Files.setPosixFilePermissions(unpacking, PosixFilePermissions.fromString("rwxr-xr-x"));
      try {
        Files.move(unpacking, home, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        throw e;
      } catch (FileSystemException e) {
        if (!Files.exists(home.resolve(VERSION_FILE))) {
          throw e;
        }
        return; // another process was faster
      }
      log.atInfo()
          .addKeyValue("folder", home)
          .addKeyValue("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
          .log("postgres unpacked");
    } finally {
      FolderTree.delete(unpacking);
    }
  }

  /** Removes what killed processes left behind; nobody unpacks for an hour. */
  private static void sweep(Path cache, FileTime now) throws IOException {
    long hourAgo = now.toMillis() - TimeUnit.HOURS.toMillis(1);
    try (Stream<Path> entries = Files.list(cache)) {
      entries
          .filter(path -> path.getFileName().toString().startsWith(UNPACKING))
          .filter(path -> path.toFile().lastModified() < hourAgo)
          .forEach(FolderTree::delete);
    }
  }

  /** Also finds out, before anything depends on it, whether the programs run here at all. */
  private static String versionOf(Path home) throws IOException {
    Process process =
        new ProcessBuilder(List.of(home.resolve("bin/postgres").toString(), "--version"))
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String answer =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (!VERSION.matcher(answer).find()) {
      throw new IOException("postgres does not run here: " + answer);
    }
    return answer;
  }
}
