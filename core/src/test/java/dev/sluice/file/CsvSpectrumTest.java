package dev.sluice.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The cases of github.com/max-mapper/csv-spectrum, each with the JSON that it means. */
class CsvSpectrumTest {
  @TempDir Path scratch;

  @Test
  void every_case_equals_its_json() throws Exception {
    Path corpus = Path.of(System.getProperty("sluice.shared", ""), "corpora/csv-spectrum");
    Assumptions.assumeTrue(Files.isDirectory(corpus), "the corpus is not here");
    List<Path> cases;
    try (Stream<Path> files = Files.list(corpus.resolve("csvs"))) {
      cases = files.sorted().toList();
    }
    assertEquals(12, cases.size());
    for (Path file : cases) {
      Uploads uploads = new Uploads(scratch);
      Received received = uploads.receive(Files.readAllBytes(file));
      List<Map<String, String>> rows = new ArrayList<>();
      uploads.rows(
          received,
          row -> {
            assertNull(row.problem, file.toString());
            Map<String, String> named = new LinkedHashMap<>();
            for (int i = 0; i < row.fields().size(); i++) {
              named.put(received.format().header().get(i), row.fields().get(i));
            }
            rows.add(named);
            return row.number();
          });
      String name = String.valueOf(file.getFileName()).replace(".csv", ".json");
      JsonNode expected =
          new JsonMapper().readTree(Files.readAllBytes(corpus.resolve("json").resolve(name)));
      if (name.equals("location_coordinates.json")) {
        // Its twin has another telephone number than the CSV file, and is no array.
        assertEquals("2095257564", rows.getFirst().put("Contact Phone Number", "1234567890"));
        assertEquals(expected, new JsonMapper().valueToTree(rows.getFirst()), name);
        continue;
      }
      assertEquals(expected, new JsonMapper().valueToTree(rows), name);
    }
  }
}
