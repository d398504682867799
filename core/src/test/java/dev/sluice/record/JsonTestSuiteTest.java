package dev.sluice.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Nicolas Seriot's JSONTestSuite, where it lies beside the project; {@link StrictJsonTest} has
 * cases of our own.
 */
class JsonTestSuiteTest {

  @Test
  void every_n_is_refused_and_every_y_accepted_except_repeated_names() throws IOException {
    Path suite =
        Path.of(System.getProperty("sluice.shared", "."), "corpora/jsontestsuite/test_parsing");
    if (!Files.isDirectory(suite)) {
      return;
    }
    StrictJson json = new StrictJson(JsonLimits.RECORD);
    List<String> wrong = new ArrayList<>();
    int files = 0;
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(suite, "*.json")) {
      for (Path path : paths) {
        files++;
        String name = path.getFileName().toString();
        Parsed parsed = json.parse(Files.readAllBytes(path));
        boolean accepted = parsed instanceof Parsed.Document;
        boolean repeats = name.startsWith("y_object_duplicated_key");
        if (name.startsWith("y_") ? accepted == repeats : name.startsWith("n_") && accepted) {
          wrong.add(name);
        }
      }
    }
    assertEquals(List.of(), wrong, () -> "of the suite in " + suite);
    assertEquals(318, files);
  }
}
