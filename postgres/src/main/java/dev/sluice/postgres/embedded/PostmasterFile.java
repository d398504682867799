package dev.sluice.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} says: line 1 is the pid, 4 the port, 8 the state
 * (src/include/utils/pidfile.h). The pid alone proves nothing, since after a crash it may belong to
 * anyone.
 */
record PostmasterFile(long pid, int port, boolean ready) {
  static final String NAME = "postmaster.pid";

  static Optional<PostmasterFile> read(Path dataDir) {
    try {
      List<String> lines = Files.readAllLines(dataDir.resolve(NAME));
      long pid = Math.abs(Long.parseLong(line(lines, 0)));
      String port = line(lines, 3);
      return Optional.of(
          new PostmasterFile(
              pid, port.isEmpty() ? 0 : Integer.parseInt(port), line(lines, 7).equals("ready")));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // gone, or being written at this moment
    }
  }

  private static String line(List<String> lines, int index) {
    return index < lines.size() ? lines.get(index).strip() : "";
  }
}
