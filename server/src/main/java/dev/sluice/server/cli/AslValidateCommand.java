package dev.sluice.server.cli;

import dev.sluice.asl.validate.Finding;
import dev.sluice.asl.validate.MachineType;
import dev.sluice.asl.validate.Options;
import dev.sluice.asl.validate.Severity;
import dev.sluice.asl.validate.Validator;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice asl validate}: every finding on a definition, as AWS words it. */
@Command(
    name = "validate",
    description = "Checks a definition: SEVERITY CODE: message at /States/X/Field, one a line.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:the definition is valid; there may be warnings",
      "1:a finding is an error",
      "2:the file cannot be read"
    })
final class AslValidateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DEFINITION", description = "The state machine, a JSON file.")
  private String definition = "";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "The kind of workflow, ${COMPLETION-CANDIDATES}; STANDARD unless given.")
  private MachineType type = MachineType.STANDARD;

  @Override
  public Integer call() {
    AslFile file = new AslFile(definition);
    List<Finding> findings;
    try {
      findings =
          Validator.validate(
              file.text(), type == MachineType.EXPRESS ? Options.express() : Options.standard());
    } catch (AslFile.Unusable e) {
      return e.tell();
    }
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (Finding finding : findings) {
      out.println(line(finding));
    }
    boolean wrong = findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    if (!wrong) {
      out.println(
          file.shown()
              + " is valid"
              + switch (findings.size()) {
                case 0 -> "";
                case 1 -> ", with 1 warning";
                default -> ", with " + findings.size() + " warnings";
              });
    }
    out.flush();
    return wrong ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  /** Broken JSON names its place in the message and has no place in the definition. */
  private static String line(Finding finding) {
    String location = finding.location();
    String message = finding.severity() + " " + finding.code() + ": " + finding.message();
    boolean placed = location != null && !message.endsWith(location);
    return (placed ? message + " at " + location : message).replaceAll("\\s*\\R\\s*", " ");
  }
}
