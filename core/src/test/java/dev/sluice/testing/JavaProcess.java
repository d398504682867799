package dev.sluice.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Programs of a test's own class path, each in a JVM of its own that can be stopped or killed. */
public final class JavaProcess {
  /** A JVM that finds one of these says so on standard error. */
  private static final Set<String> TOLD_OF =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private JavaProcess() {}

  /**
   * Not started yet.
   *
   * @param options of the JVM
   */
  public static ProcessBuilder of(List<String> options, Class<?> program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(TOLD_OF);
    return builder;
  }
}
