package dev.sluice.definition;

import static dev.sluice.definition.OrdersText.FEED;
import static dev.sluice.definition.OrdersText.ORDERS;
import static dev.sluice.definition.OrdersText.codes;
import static dev.sluice.definition.OrdersText.lines;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.limit.Rate;
import dev.sluice.record.ColumnType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionsTest {
  @Test
  void a_set_without_mistakes_has_its_definitions_and_no_findings() {
    Loaded loaded = Definitions.parse("all.yaml", ORDERS + FEED);
    assertEquals(List.of(), lines(loaded));
    DatasetDefinition orders = loaded.dataset("orders").orElseThrow();
    assertEquals("orders", orders.path());
    assertEquals(Duration.ofDays(90), orders.retention());
    assertEquals(List.of("partner", "number"), orders.roles().key());
    assertEquals(ColumnType.NUMERIC, orders.columns().column("amount").orElseThrow().type());
    FeedDefinition feed = loaded.feeds().getFirst();
    assertEquals(new Rate(1000, Duration.ofMinutes(1)), feed.rateLimit());
    assertEquals(new Retry(3, Duration.ofMillis(500), Duration.ofSeconds(90)), feed.retry());
    assertEquals(FeedDefinition.Landing.QUEUED, feed.landing());
    assertEquals("default", feed.tenant());
    assertEquals(new Position("all.yaml", 17, 1), feed.at());
  }

  @Test
  void six_mistakes_are_six_findings_with_their_lines_at_once() {
    String text =
        (ORDERS + FEED)
            .replace("key:", "keey:")
            .replace("time: at", "time: att")
            .replace("sum: amount", "sum: partner")
            .replace("90d", "ninety days")
            .replace("landing: queued", "landing: direkt")
            .replace("dataset: orders\nrate", "dataset: order\nrate");
    assertEquals(
        List.of(
            "f.yaml:2:1: `keey` is not known here (did you mean `key`?)",
            "f.yaml:4:7: `time` names `att`, which the schema does not have (did you mean `at`?)",
            "f.yaml:5:6: `sum` names `partner`, which is text (it must be bigint, numeric)",
            "f.yaml:6:12: `retention` is `ninety days` (write a duration such as 90d, 1h 30m, 30s"
                + " or 500ms)",
            "f.yaml:18:10: there is no dataset `order` (did you mean `orders`?)",
            "f.yaml:21:10: `landing` is `direkt` (did you mean `direct`?)"),
        lines(Definitions.parse("f.yaml", text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "onConflict: reject     | on_conflict: keep   | unknown-field",
        "source: partner        | source: [a]         | type",
        "key: [partner, number] | key: [partner, amount] | key-nullable",
        "key: [partner, number] | key: [partner, partner] | duplicate",
        "source: partner        | source: extra       | column-type",
        "source: partner        | seal: at            | seal",
        "source: partner        | version: at         | version",
        "source: partner        | path: runs          | path",
        "source: partner        | path: a/b           | path",
        "source: partner        | mode: replace       | value",
        "dataset: orders        | dataset: Orders!    | name",
        "  partner: {type: string} | partner: {type: strin} | schema",
        "type: object           | type: array         | schema",
        "extra: {type: object}  | _extra: {type: object} | column-name",
        "extra: {type: object}  | x: {$ref: 'https://example.com/x.json'} | schema",
        "extra: {type: object}  | x: {type: string, pattern: '('} | schema",
        "extra: {type: object}  | x: {type: object}, | yaml",
        "extra: {type: object}  | amount: {type: string} | duplicate-field",
        "retention: 90d         | retention: 0s | value"
      })
  void each_mistake_has_its_code(String good, String bad, String code) {
    String text =
        good.startsWith("onConflict")
            ? ORDERS + bad + "\n"
            : ORDERS.replace(good.strip(), bad.strip());
    assertEquals(
        code,
        codes(text).stream().findFirst().orElse("none"),
        () -> String.valueOf(lines(Definitions.parse("x", text))));
  }

  @Test
  void sealing_is_refused_at_its_place() {
    assertEquals(
        List.of(
            "f.yaml:6:7: `seal` needs tenant keys, which this version does not have (remove it, or"
                + " leave these columns out)"),
        lines(Definitions.parse("f.yaml", ORDERS.replace("retention: 90d", "seal: [amount]"))));
  }

  @Test
  void a_feed_needs_a_dataset_that_exists_and_has_a_key() {
    assertEquals(List.of("unknown-dataset"), codes(FEED));
    assertEquals(List.of("key"), codes(ORDERS.replace("key: [partner, number]\n", "") + FEED));
    String wrong = "f.yaml:18:10: there is no dataset `order` (did you mean `orders`?)";
    assertEquals(
        List.of(wrong),
        lines(
            Definitions.parse(
                "f.yaml", ORDERS + FEED.replace("dataset: orders", "dataset: order"))));
  }

  @Test
  void two_of_one_name_or_path_name_both_places() {
    String two = ORDERS + "---\n" + ORDERS;
    assertEquals(
        "a.yaml:17:10: there are two definitions `dataset: orders` (the first is at a.yaml:1:10)",
        lines(Definitions.parse("a.yaml", two)).getFirst());
    String path = ORDERS + "---\n" + ORDERS.replace("dataset: orders", "dataset: b\npath: orders");
    assertEquals(List.of("path"), codes(path));
  }

  @Test
  void kinds_of_later_features_are_kept_and_unknown_kinds_are_not() {
    Loaded loaded =
        Definitions.parse(
            "x.yaml", "collector: contacts\ndataset: c\n---\nworkflow: w\nwatch: file:in\n");
    assertEquals(List.of(), lines(loaded));
    assertEquals(
        List.of("collector", "workflow"),
        loaded.definitions().stream().map(Definition::kind).toList());
    assertEquals(
        "x.yaml:1:1: `fed` is no kind of definition (did you mean `feed`?)",
        lines(Definitions.parse("x.yaml", "fed: a\ndataset: orders\n")).getFirst());
  }

  @Test
  void a_feature_brings_its_own_kind() {
    DefinitionKind kind =
        new DefinitionKind(
            "probe",
            node -> {
              String name = String.valueOf(node.requiredText("probe"));
              node.integer("every", 1, 10, 1);
              node.finish();
              return new OtherDefinition("probe", name, node.json(), node.at(), node.hash());
            });
    Loaded loaded = Definitions.parse("x.yaml", "probe: p\nevery: 11\n", List.of(kind));
    assertEquals(List.of("x.yaml:2:8: `every` is 11 (from 1 to 10)"), lines(loaded));
  }

  @Test
  void the_hash_is_of_what_it_says_not_how() {
    String hash = Definitions.parse("a", ORDERS).datasets().getFirst().hash();
    String reformatted =
        ORDERS
            .replace("key: [partner, number]", "# comment\nkey:\n  - partner\n  - 'number'")
            .replace("0.01", "0.010")
            .replace("time: at\n", "")
            .replace("sum:", "time: at\nsum:");
    assertEquals(hash, Definitions.parse("b", reformatted).datasets().getFirst().hash());
    assertNotEquals(
        hash, Definitions.parse("a", ORDERS.replace("90d", "91d")).datasets().getFirst().hash());
  }

  @Test
  void a_folder_is_read_with_its_subfolders(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("feeds"));
    Files.writeString(folder.resolve("orders.yml"), ORDERS);
    Files.writeString(folder.resolve("feeds/a.yaml"), FEED.replace("landing", "landng"));
    Files.writeString(folder.resolve("notes.txt"), "a: [");
    Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', (byte) 0xE4});
    Loaded loaded = Definitions.load(folder);
    assertEquals(1, loaded.datasets().size());
    assertEquals(
        List.of(
            "feeds/a.yaml:6:1: `landng` is not known here (did you mean `landing`?)",
            "latin.yaml:1:1: the file is not UTF-8 (save it as UTF-8)"),
        lines(loaded));
    assertTrue(Definitions.load(folder.resolve("missing")).hasErrors());
  }

  @Test
  void a_mounted_folder_of_links_into_hidden_folders_holds_each_definition_once(
      @TempDir Path folder) throws IOException {
    Path version = Files.createDirectories(folder.resolve("..2024_01_15"));
    Files.writeString(version.resolve("orders.yaml"), ORDERS);
    Files.writeString(version.resolve("feed.yaml"), FEED);
    Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2024_01_15"));
    Files.createSymbolicLink(folder.resolve("orders.yaml"), Path.of("..data/orders.yaml"));
    Files.createSymbolicLink(folder.resolve("feed.yaml"), Path.of("..data/feed.yaml"));
    Loaded loaded = Definitions.load(folder);
    assertEquals(List.of(), lines(loaded));
    assertEquals(2, loaded.definitions().size());
  }

  @Test
  void a_filter_of_a_lists_own_parameter_is_warned_of() {
    String text =
        ORDERS
            .replace("retention: 90d", "filter: [partner, limit]")
            .replace("    extra:", "    limit: {type: integer}\n    extra:");
    assertEquals(
        List.of(
            "f.yaml:6:19: warning: `filter` names `limit`, which lists of records take for"
                + " themselves (call the column something else than cursor, from, lastKey, limit,"
                + " tenant, to, or leave it out)"),
        lines(Definitions.parse("f.yaml", text)));
  }
}
