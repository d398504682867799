package dev.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every source of every module is as google-java-format writes it. */
class FormatTest {

  @Test
  void sources_are_formatted() throws IOException, FormatterException {
    Path root = Path.of(System.getProperty("sluice.root", ".."));
    boolean apply = "apply".equals(System.getProperty("sluice.format"));
    Formatter formatter = new Formatter();
    List<String> unformatted = new ArrayList<>();
    for (Path file : sources(root)) {
      String text = Files.readString(file);
      String formatted = formatter.formatSourceAndFixImports(text);
      if (!formatted.equals(text)) {
        if (apply) {
          Files.writeString(file, formatted);
        } else {
          unformatted.add(root.relativize(file).toString());
        }
      }
    }
    assertEquals(
        List.of(), unformatted, "run the FormatTest with -Dsluice.format=apply to format these");
  }

  private static List<Path> sources(Path root) throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module : modules.sorted().toList()) {
        if (Files.isDirectory(module.resolve("src"))) {
          try (Stream<Path> files = Files.walk(module.resolve("src"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }
}
