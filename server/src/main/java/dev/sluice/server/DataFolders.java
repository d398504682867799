package dev.sluice.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What lies where in the data folder. */
final class DataFolders {
  private DataFolders() {}

  static Path postgres(Path data) {
    return data.resolve("pg");
  }

  static Path token(Path data) {
    return data.resolve("operator.token");
  }

  static Path cursorKey(Path data) {
    return data.resolve("keys").resolve("cursor.key");
  }

  static Path objects(Path data) {
    return data.resolve("objects");
  }

  /** For what has to be laid down for a moment; emptied by whoever uses it. */
  static Path scratch(Path data) {
    return data.resolve("scratch");
  }

  static Path definitions(Path data) {
    return data.resolve("definitions");
  }

  /** Makes what may be missing; definitions that somebody named must be there. */
  static void make(Config config) {
    try {
      Files.createDirectories(config.data());
      Files.createDirectories(scratch(config.data()));
      if (config.definitions().equals(definitions(config.data()))) {
        Files.createDirectories(config.definitions());
      }
    } catch (IOException e) {
      throw new Mistake("cannot make the folder " + config.data() + ": choose another with --data");
    }
    if (!Files.isDirectory(config.definitions())) {
      throw new Mistake(
          "there is no folder " + config.definitions() + ": give one with --definitions");
    }
  }
}
