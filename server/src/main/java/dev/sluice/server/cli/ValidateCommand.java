package dev.sluice.server.cli;

import dev.sluice.definition.Definitions;
import dev.sluice.definition.Finding;
import dev.sluice.definition.Loaded;
import dev.sluice.server.Mistake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice validate}: every mistake in a set of definitions, one a line. */
@Command(name = "validate", description = "Checks definitions: file, line, what is wrong, a hint.")
final class ValidateCommand implements Callable<Integer> {
  @Option(
      names = "--definitions",
      paramLabel = "DIR",
      description = "data/definitions unless given.")
  private Path definitions = Path.of("data", "definitions");

  @Override
  public Integer call() {
    if (!Files.isDirectory(definitions)) {
      throw new Mistake("there is no folder " + definitions + ": give one with --definitions");
    }
    Loaded loaded = Definitions.load(definitions);
    for (Finding finding : loaded.findings()) {
      System.out.println(finding);
    }
    if (loaded.hasErrors()) {
      return 1;
    }
    System.out.println(loaded.definitions().size() + " definitions, no mistakes");
    return 0;
  }
}
