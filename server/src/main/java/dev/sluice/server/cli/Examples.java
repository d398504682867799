package dev.sluice.server.cli;

import dev.sluice.server.Mistake;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The definitions that ship with the product. */
final class Examples {
  private static final Map<String, List<String>> FILES =
      Map.of(
          "nexusstream",
          List.of("orders.yaml", "partner-a.yaml", "partner-b.yaml"),
          "bigcorp",
          List.of("contacts.yaml"));

  private Examples() {}

  /** Copies an example's definitions where they are not there yet; what is there is not touched. */
  static void copy(String example, Path folder) {
    try {
      Files.createDirectories(folder);
      for (String file : FILES.getOrDefault(example, List.of())) {
        Path target = folder.resolve(file);
        if (!Files.exists(target)) {
          copy(example + "/" + file, target, file);
        }
      }
    } catch (IOException e) {
      throw new Mistake("cannot write to " + folder + ": choose another folder with --data");
    }
  }

  private static void copy(String resource, Path target, String file) throws IOException {
    try (InputStream in = Examples.class.getResourceAsStream("/examples/" + resource)) {
      if (in == null) {
        throw new IllegalStateException("the example " + file + " is part of the jar");
      }
      Files.copy(in, target);
    }
  }
}
