package dev.sluice.server.cli;

import dev.sluice.asl.json.JsonProblem;
import dev.sluice.asl.model.AslMachine;
import dev.sluice.asl.model.DefinitionException;
import dev.sluice.asl.run.AslRunner;
import dev.sluice.asl.run.ExecutionResult;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code sluice asl run}: one execution in memory. */
@Command(
    name = "run",
    description = {
      "Runs one execution in memory and prints it as one line of JSON:",
      "{\"status\", \"output\" | \"error\", \"cause\" [, \"history\"]}.",
      "There is nothing to call here: a Task fails with States.TaskFailed."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:the execution SUCCEEDED, and only then",
      "1:it ran and ended as FAILED, TIMED_OUT or ABORTED",
      "2:it could not start: the definition, the input or an option is wrong"
    })
final class AslRunCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DEFINITION", description = "The state machine, a JSON file.")
  private String definition = "";

  @Option(
      names = "--input",
      paramLabel = "FILE|-",
      description = "JSON; - reads the standard input; {} unless given.")
  private @Nullable String input;

  @Option(names = "--history", description = "Prints the execution's events as well.")
  private boolean history;

  @Option(names = "--fast", description = "A virtual clock: Wait, Retry and timeouts take no time.")
  private boolean fast;

  @Override
  public Integer call() {
    ExecutionResult result;
    try {
      if (definition.equals("-") && "-".equals(input)) {
        throw new AslFile.Unusable(
            "the standard input can be read once: give the definition or the input as a file");
      }
      AslMachine machine = machine();
      AslRunner runner = AslRunner.builder().fast(fast).history(history).unattended(true).build();
      result = runner.run(machine, input());
    } catch (AslFile.Unusable e) {
      return e.tell();
    }
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    out.println(result.toJson(history));
    out.flush();
    return result.status().equals("SUCCEEDED") ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private AslMachine machine() throws AslFile.Unusable {
    AslFile file = new AslFile(definition);
    String text = file.text();
    if (text.isBlank()) {
      throw new AslFile.Unusable("the definition is not JSON: " + file.shown() + " is empty");
    }
    try {
      return AslMachine.parse(text);
    } catch (DefinitionException e) {
      throw new AslFile.Unusable(String.valueOf(e.getMessage()));
    }
  }

  private JsonNode input() throws AslFile.Unusable {
    if (input == null) {
      return JsonNodeFactory.instance.objectNode();
    }
    AslFile file = new AslFile(input);
    String text = file.text();
    if (text.isBlank()) {
      throw new AslFile.Unusable("the input is not JSON: " + file.shown() + " is empty");
    }
    try {
      return AslMachine.JSON.readTree(text);
    } catch (JacksonException e) {
      String place = JsonProblem.place(e);
      throw new AslFile.Unusable(
          "the input is not JSON: %s%s: %s"
              .formatted(
                  file.shown(), place.isEmpty() ? "" : ", " + place, JsonProblem.message(e)));
    }
  }
}
