package dev.sluice.server.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The NexusStream example with a landing of the test's choice. */
final class Definitions {
  private Definitions() {}

  static Path nexusstream(Path folder, String landing) throws IOException {
    Path examples = Path.of(System.getProperty("sluice.root"), "examples", "nexusstream");
    Files.createDirectories(folder);
    for (String name : new String[] {"orders.yaml", "partner-a.yaml", "partner-b.yaml"}) {
      String yaml = Files.readString(examples.resolve(name));
      String chosen =
          yaml.contains("\nfeed:") || yaml.startsWith("feed:")
              ? yaml.replaceAll("(?m)^landing:.*\\R", "") + "\nlanding: " + landing + "\n"
              : yaml;
      Files.writeString(folder.resolve(name), chosen);
    }
    return folder;
  }
}
