package dev.sluice.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** As whom the server runs. PostgreSQL refuses to run as root. */
enum ServerAccount {
  /** An ordinary user: as that user. */
  SAME_USER(List.of()),
  /**
   * Root with user namespaces: root's own files, but without root's powers and seen by PostgreSQL
   * as another uid. Nothing has to change its owner.
   */
  USER_NAMESPACE(List.of("unshare", "-U", "--")),
  /** Root without user namespaces: as nobody, who must own the files and be able to reach them. */
  NOBODY(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"));

  private static final Path SELF = Path.of("/proc/self");

  @SuppressWarnings("ImmutableEnumChecker") // made with List.of
  private final List<String> prefix;

  ServerAccount(List<String> prefix) {
    this.prefix = prefix;
  }

  static ServerAccount detect() {
    if (!isRoot()) {
      return SAME_USER;
    }
    // id -un, as initdb too looks its user up by name
    if (succeeds(USER_NAMESPACE.command(List.of("id", "-un")))) {
      return USER_NAMESPACE;
    }
    if (succeeds(NOBODY.command(List.of("true")))) {
      return NOBODY;
    }
    throw new EmbeddedPostgresException(
        "PostgreSQL refuses to run as root, and neither `unshare -U` nor `setpriv` works here:"
            + " start Sluice as an ordinary user, or point it at an external PostgreSQL");
  }

  List<String> command(List<String> command) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    return whole;
  }

  /** Where the binaries are unpacked: the user's cache, or a place that nobody can reach. */
  Path cacheFolder() {
    if (this == NOBODY) {
      return Path.of("/var/cache/sluice");
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    String home =
        System.getenv("HOME"); // user.home ignores it, and is no folder for a service user
    Path base =
        cache != null && cache.startsWith("/")
            ? Path.of(cache)
            : Path.of(
                home != null && home.startsWith("/") ? home : System.getProperty("user.home"),
                ".cache");
    return base.resolve("sluice");
  }

  /** Makes a file or a whole folder the server's own. */
  void own(Path path) throws IOException {
    if (this != NOBODY || !Files.exists(path)) {
      return;
    }
    UserPrincipal nobody =
        path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    if (Files.getOwner(path).equals(nobody)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      // the folder itself last: its owner says that all of it is done
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.setOwner(each, nobody);
      }
    }
  }

  /** Refuses a folder that the server's account cannot get to, naming it. */
  void requireReachable(Path folder) {
    if (this == NOBODY && !succeeds(command(List.of("test", "-x", folder.toString())))) {
      throw new EmbeddedPostgresException(
          "the folder "
              + folder
              + " cannot be reached by the user nobody, as whom PostgreSQL runs when Sluice is"
              + " started as root: choose another folder with --data, such as /var/lib/sluice");
    }
  }

  private static boolean isRoot() {
    try {
      return Files.exists(SELF)
          ? Files.getAttribute(SELF, "unix:uid").equals(0)
          : "root".equals(System.getProperty("user.name"));
    } catch (IOException | UnsupportedOperationException e) {
      return "root".equals(System.getProperty("user.name"));
    }
  }

  private static boolean succeeds(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
