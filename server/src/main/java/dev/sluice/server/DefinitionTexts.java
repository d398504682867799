package dev.sluice.server;

import dev.sluice.definition.Definition;
import dev.sluice.definition.Position;
import dev.sluice.postgres.PostgresDefinitionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The text of one document in a file of several, as somebody wrote it, comments included. */
final class DefinitionTexts {
  private final Path folder;

  DefinitionTexts(Path folder) {
    this.folder = folder;
  }

  void keep(List<Definition> definitions, PostgresDefinitionStore store) {
    for (Definition one : definitions) {
      store.put(one.hash(), one.kind(), one.name(), of(one.at()));
    }
  }

  /** From where a document starts to the mark that ends it. */
  private String of(Position at) {
    try {
      List<String> lines = Files.readAllLines(folder.resolve(at.file()));
      int start = Math.min(at.line() - 1, lines.size());
      int end = start;
      while (end < lines.size() && !isMark(lines.get(end))) {
        end++;
      }
      return String.join("\n", lines.subList(start, end)) + "\n";
    } catch (IOException e) {
      throw new Mistake("cannot read " + folder.resolve(at.file()) + " again: was it removed?");
    }
  }

  private static boolean isMark(String line) {
    return line.startsWith("---") || line.startsWith("...");
  }
}
