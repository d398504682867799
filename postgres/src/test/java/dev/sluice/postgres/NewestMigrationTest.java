package dev.sluice.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NewestMigrationTest {

  @Test
  void the_version_that_lets_a_start_skip_flyway_is_that_of_the_last_file() throws IOException {
    Path migrations =
        Path.of(System.getProperty("sluice.root", ".."))
            .resolve("postgres/src/main/resources/dev/sluice/postgres/migrations");
    try (Stream<Path> files = Files.list(migrations)) {
      int newest =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.matches("V\\d+__.*"))
              .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf('_'))))
              .max()
              .orElseThrow();
      assertEquals(Database.NEWEST_MIGRATION, Integer.toString(newest));
    }
  }
}
