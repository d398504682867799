package dev.sluice.server.cli;

import dev.sluice.server.Mistake;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sluice asl}: Amazon States Language, without a server. */
@Command(
    name = "asl",
    description = "Runs, tests and validates Amazon States Language definitions; needs no server.",
    subcommands = {AslRunCommand.class, AslTestCommand.class, AslValidateCommand.class})
final class AslCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    throw new Mistake(
        "say what to do: `sluice asl run`, `sluice asl test` or `sluice asl validate`");
  }
}
