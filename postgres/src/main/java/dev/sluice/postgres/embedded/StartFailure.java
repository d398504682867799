package dev.sluice.postgres.embedded;

import java.util.List;
import java.util.Optional;

/**
 * Why initdb or postgres gave up, from what they printed.
 *
 * @param passing true if what is in the way goes away by itself, such as shared memory of a dying
 *     server
 * @param portTaken true if somebody else listens on the port
 */
record StartFailure(String reason, boolean passing, boolean portTaken) {

  static StartFailure in(String output) {
    if (output.contains("No space left on device")) {
      return new StartFailure("the disk is full: free some space", false, false);
    }
    boolean portTaken = output.contains("could not create any TCP/IP sockets");
    boolean passing =
        output.contains("pre-existing shared memory block")
            || output.contains("is still in use")
            || output.contains("lock file \"postmaster.pid\" already exists");
    return new StartFailure(firstComplaint(output), passing, portTaken);
  }

  private static String firstComplaint(String output) {
    List<String> lines = output.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    return lines.stream()
        .filter(line -> line.contains("PANIC:") || line.contains("FATAL:"))
        .findFirst()
        .or(() -> lines.stream().filter(line -> line.contains("error:")).findFirst())
        .or(() -> lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast()))
        .map(line -> line.replaceFirst("^.*?((PANIC|FATAL|error):)", "$1"))
        .orElse("no reason given");
  }
}
