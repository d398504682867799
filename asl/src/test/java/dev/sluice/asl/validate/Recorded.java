package dev.sluice.asl.validate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The shared recordings, one JSON object a line; none where the folder is not there. */
final class Recorded {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Recorded() {}

  static List<JsonNode> lines(String file) {
    String shared = System.getProperty("sluice.shared");
    Path path = Path.of(shared == null ? "../../shared" : shared, "asl", file);
    if (!Files.exists(path)) {
      return List.of();
    }
    try {
      return Files.readAllLines(path).stream().map(MAPPER::readTree).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** A resource beside this class: what differs, a tab, and why. */
  static Map<String, String> reasons(String resource) {
    try (InputStream in = Recorded.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t", 2))
          .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static String definition(JsonNode line) {
    JsonNode text = line.path("definition_text");
    return text.isString() ? text.stringValue() : line.path("definition").toString();
  }
}
