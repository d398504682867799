package dev.sluice.server.cli;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice asl test}: a file of executions and what is expected of each. */
@Command(
    name = "test",
    description = {
      "Runs a file of cases on a virtual clock, one JSON object a line:",
      "{\"name\", \"definition\", \"input\", \"expected_status\", \"expected_output\","
          + " \"expected_error\", \"expected_cause\"},",
      "or as recorded from AWS. What is not expected is not compared."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:no case failed; some may be skipped, which the summary says",
      "1:a case failed, or a line is no case",
      "2:the file cannot be read"
    })
final class AslTestCommand implements Callable<Integer> {
  private static final int BUFFER = 1 << 16;

  @Parameters(paramLabel = "CASES.jsonl", description = "The cases; - reads the standard input.")
  private String cases = "";

  @Option(
      names = "--json",
      description = "A line of JSON a case, then {\"cases\", \"passed\", \"failed\", \"skipped\"}.")
  private boolean json;

  @Override
  public Integer call() {
    PrintStream out =
        new PrintStream(
            new BufferedOutputStream(System.out, BUFFER), false, StandardCharsets.UTF_8);
    AslFile file = new AslFile(cases);
    AslVerdicts verdicts = new AslVerdicts(out, json);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(file.open(), StandardCharsets.UTF_8), BUFFER)) {
      long number = 0;
      @Nullable String line = lines.readLine();
      while (line != null) {
        number++;
        String unmarked = number == 1 ? AslFile.unmarked(line) : line;
        if (!unmarked.isBlank()) {
          verdicts.judge(number, unmarked);
        }
        line = lines.readLine();
      }
    } catch (AslFile.Unusable e) {
      return e.tell();
    } catch (IOException e) {
      out.flush();
      return new AslFile.Unusable("cannot read " + file.shown() + " to its end").tell();
    }
    verdicts.summary();
    out.flush();
    return verdicts.failed() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
