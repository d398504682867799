package dev.sluice.server.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters, by options of the names that the API has. */
final class LetterSelection {
  @Option(names = "--tenant", paramLabel = "ID", description = "Of this tenant.")
  private @Nullable String tenant;

  @Option(names = "--kind", paramLabel = "KIND", description = "Of this intake: feed, import, ...")
  private @Nullable String kind;

  @Option(
      names = {"--name", "--feed"},
      paramLabel = "NAME",
      description = "Of this definition, such as a feed.")
  private @Nullable String name;

  @Option(names = "--dataset", paramLabel = "NAME", description = "For this dataset.")
  private @Nullable String dataset;

  @Option(names = "--cause", paramLabel = "CAUSE", description = "rejected or exhausted.")
  private @Nullable String cause;

  @Option(names = "--code", paramLabel = "CODE", description = "Of the first error.")
  private @Nullable String code;

  @Option(names = "--source", paramLabel = "VALUE", description = "Of the source column.")
  private @Nullable String source;

  @Option(names = "--run", paramLabel = "ID", description = "Received by this run.")
  private @Nullable String run;

  @Option(names = "--from", paramLabel = "TIME", description = "Made then or later.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Made before then.")
  private @Nullable String to;

  /** What is asked for, by parameter. */
  Map<String, String> filter() {
    Map<String, String> filter = new LinkedHashMap<>();
    put(filter, "tenant", tenant);
    put(filter, "kind", kind);
    put(filter, "name", name);
    put(filter, "dataset", dataset);
    put(filter, "cause", cause);
    put(filter, "code", code);
    put(filter, "source", source);
    put(filter, "run", run);
    put(filter, "from", from);
    put(filter, "to", to);
    return filter;
  }

  private static void put(Map<String, String> filter, String name, @Nullable String value) {
    if (value != null) {
      filter.put(name, value);
    }
  }

  static String query(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
