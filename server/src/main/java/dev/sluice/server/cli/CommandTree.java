package dev.sluice.server.cli;

import dev.sluice.server.Mistake;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands, and what becomes of a mistake in any of them. */
@Command(
    name = "sluice",
    description = "Takes data in: nothing accepted is lost, doubled or silently dropped.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    scope = CommandLine.ScopeType.INHERIT)
public final class CommandTree implements Runnable {
  private static final int USAGE = 2;

  /** In the order of the help. */
  private static final List<String> COMMANDS =
      List.of(
          "demo",
          "serve",
          "validate",
          "map",
          "send",
          "import",
          "dead-letters",
          "tenant",
          "keys",
          "asl",
          "audit",
          "version");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(System.err);
    throw new Mistake("give a command, such as `sluice demo` or `sluice serve`");
  }

  /** Runs one command; the result is the process's exit code. */
  public static int run(String... arguments) {
    CommandLine line = new CommandLine(new CommandTree());
    register(line, arguments);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((e, _) -> mistyped(e));
    line.setExecutionExceptionHandler((e, _, _) -> failed(e));
    return line.execute(arguments);
  }

  /** Loading all commands takes longer than most of them run: the one named is enough. */
  private static void register(CommandLine line, String... arguments) {
    boolean named = arguments.length > 0 && COMMANDS.contains(arguments[0]);
    for (String name : named ? List.of(arguments[0]) : COMMANDS) {
      line.addSubcommand(name, command(name));
    }
  }

  private static Object command(String name) {
    return switch (name) {
      case "demo" -> new DemoCommand();
      case "serve" -> new ServeCommand();
      case "validate" -> new ValidateCommand();
      case "map" -> new MapCommand();
      case "send" -> new SendCommand();
      case "import" -> new ImportCommand();
      case "dead-letters" -> new DeadLettersCommand();
      case "tenant" -> new TenantCommand();
      case "keys" -> new KeysCommand();
      case "asl" -> new AslCommand();
      case "audit" -> new AuditCommand();
      case "version" -> new VersionCommand();
      default -> throw new IllegalArgumentException("no command " + name);
    };
  }

  private static int mistyped(ParameterException e) {
    PrintWriter err = e.getCommandLine().getErr();
    err.print("sluice: " + oneLine(e.getMessage()));
    if (e instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      err.print("; did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?");
    }
    err.println("; `" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help` says more");
    err.flush();
    return USAGE;
  }

  private static int failed(Exception e) {
    if (e instanceof Mistake) {
      System.err.println("sluice: " + e.getMessage());
    } else {
      System.err.println(
          "sluice: this should not happen: "
              + e.getClass().getSimpleName()
              + ": "
              + oneLine(e.getMessage()));
    }
    return 1;
  }

  private static String oneLine(@org.jspecify.annotations.Nullable String text) {
    return String.valueOf(text).replaceAll("\\s+", " ");
  }
}
