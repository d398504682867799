package dev.sluice.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.file.FileFormat;
import dev.sluice.limit.Rate;
import dev.sluice.record.Mapping;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ImportDefinitionTest {
  private static final String DATASET =
      """
      dataset: contacts
      schema:
        type: object
        required: [email]
        properties:
          email: {type: string}
          age: {type: integer}
      ---
      """;

  private static Loaded load(String text) {
    return Definitions.parse("x.yaml", DATASET + text);
  }

  private static List<String> findings(String text) {
    return load(text).findings().stream().map(Finding::toString).toList();
  }

  @Test
  void all_that_can_be_said_is_read() {
    Loaded loaded =
        load(
            """
            import: people
            dataset: contacts
            columns: {"E-mail": email, Mail: email, Alter: age}
            ignore: [Notes, Internal]
            concurrency: 2
            rateLimit: 10/min
            retry: {maxAttempts: 3, initialDelay: 1s, maxDelay: 2s}
            tenant: bigcorp
            """);
    assertEquals(List.of(), loaded.findings());
    ImportDefinition read = loaded.imports().getFirst();
    assertEquals("people", read.name());
    assertEquals("contacts", read.dataset());
    assertEquals(Map.of("E-mail", "email", "Mail", "email", "Alter", "age"), read.columns());
    assertEquals(Set.of("Notes", "Internal"), read.ignore());
    assertSame(Mapping.IDENTITY, read.mapping());
    assertEquals(2, read.concurrency());
    assertEquals(new Rate(10, Duration.ofMinutes(1)), read.rateLimit());
    assertEquals(3, read.retry().maxAttempts());
    assertEquals("bigcorp", read.tenant());
    assertEquals("import", read.kind());
  }

  @Test
  void little_needs_to_be_said() {
    ImportDefinition read = load("import: people\ndataset: contacts\n").imports().getFirst();
    assertEquals(5, read.concurrency());
    assertEquals("default", read.tenant());
    assertEquals(Retry.DEFAULT, read.retry());
    assertEquals(null, read.rateLimit());
  }

  @Test
  void a_dataset_that_is_not_there_is_named() {
    assertEquals(
        List.of("x.yaml:10:10: there is no dataset `contact` (did you mean `contacts`?)"),
        findings("import: people\ndataset: contact\n"));
    assertEquals(
        List.of("x.yaml:9:1: `dataset` is missing (add `dataset:`)"), findings("import: people\n"));
  }

  @Test
  void a_column_that_the_dataset_lacks_is_named_at_its_place() {
    assertEquals(
        List.of(
            "x.yaml:12:11: column `E-mail` goes by `emial`, which dataset `contacts` does not have"
                + " (did you mean `email`?)"),
        findings(
            """
            import: people
            dataset: contacts
            columns:
              E-mail: emial
              Alter: age
            """));
  }

  @Test
  void a_mapping_may_have_columns_of_its_own() {
    Loaded loaded =
        load(
            """
            import: people
            dataset: contacts
            columns: {"E-mail": mail}
            map: '{"email": $lowercase(mail)}'
            """);
    assertEquals(List.of(), loaded.findings());
  }

  @Test
  void every_mistake_is_found() {
    assertEquals(
        List.of(
            "10 type",
            "11 type",
            "12 duplicate-column",
            "13 value",
            "14 mapping",
            "15 name",
            "16 unknown-field"),
        load(
                """
                import: people
                dataset: [contacts]
                columns: {a: [x], b: email}
                ignore: b
                concurrency: 0
                map: '{"a": (1 + }'
                tenant: No Such
                concurency: 5
                """)
            .findings()
            .stream()
            .map(finding -> finding.line() + " " + finding.code())
            .toList());
    assertEquals(
        List.of(
            "x.yaml:11:10: `columns` is not an object (write {\"name in the file\": column, ...})"),
        findings("import: people\ndataset: contacts\ncolumns: email\n"));
  }

  @Test
  void rows_are_read_for_its_own_dataset_only() {
    Loaded loaded =
        Definitions.parse(
            "x.yaml",
            DATASET
                + "import: people\ndataset: contacts\n---\n"
                + DATASET.replace("contacts", "other").replace("---\n", ""));
    ImportDefinition read = loaded.imports().getFirst();
    FileFormat format = FileFormat.csv(List.of("email"));
    DatasetDefinition own = loaded.dataset("contacts").orElseThrow();
    assertEquals(own.columns(), read.processor("default", own, format, UUID::randomUUID).schema());
    DatasetDefinition other = loaded.dataset("other").orElseThrow();
    assertThrows(
        IllegalArgumentException.class,
        () -> read.processor("default", other, format, UUID::randomUUID));
  }
}
