package dev.sluice.server.cli;

import dev.sluice.jsonata.Jsonata;
import dev.sluice.jsonata.JsonataException;
import dev.sluice.jsonata.JsonataOptions;
import dev.sluice.server.Mistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice map}: tries a mapping on records from standard input. */
@Command(
    name = "map",
    description =
        "Maps each record of standard input (NDJSON or a JSON array) to one line of JSON.")
final class MapCommand implements Callable<Integer> {
  @Parameters(paramLabel = "EXPRESSION|FILE", description = "JSONata, or a file that holds it.")
  private String expression = "";

  @Option(names = "--decimal", description = "Exact numbers, as feeds have them: the default.")
  private boolean decimal;

  @Option(names = "--double", description = "Doubles, as other JSONata processors have them.")
  private boolean doubles;

  @Override
  public Integer call() throws IOException {
    if (decimal && doubles) {
      throw new Mistake("give --decimal or --double, not both");
    }
    JsonataOptions options =
        JsonataOptions.defaults()
            .withNumbers(doubles ? JsonataOptions.Numbers.DOUBLE : JsonataOptions.Numbers.DECIMAL);
    String text = text();
    Jsonata mapping;
    try {
      mapping = Jsonata.compile(text, options);
    } catch (JsonataException e) {
      System.err.print(Caret.show("the expression", text, e));
      return 1;
    }
    return new MappedLines(mapping, System.out, System.err).write(System.in);
  }

  private String text() {
    try {
      Path file = Path.of(expression);
      return Files.isRegularFile(file) ? Files.readString(file) : expression;
    } catch (InvalidPathException e) {
      return expression;
    } catch (IOException e) {
      throw new Mistake("cannot read " + expression + ": it must be UTF-8, check its rights");
    }
  }
}
