package dev.sluice.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.limit.Rate;
import dev.sluice.record.ColumnType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionsTest {
  private static final String ORDERS =
      """
      dataset: orders
      key: [partner, number]
      source: partner
      time: at
      sum: amount
      retention: 90d
      schema:
        type: object
        required: [partner, number]
        properties:
          partner: {type: string}
          number: {type: integer}
          amount: {type: number, multipleOf: 0.01}
          at: {type: string, format: date-time}
          extra: {type: object}
      """;
  private static final String FEED =
      """
      ---
      feed: partner-a
      dataset: orders
      rateLimit: 1000/min
      retry: {maxAttempts: 3, initialDelay: 500ms, maxDelay: 1m 30s}
      landing: queued
      map: |
        {"partner": "A", "number": nr,
         "amount": price}
      """;

  private static List<String> lines(Loaded loaded) {
    return loaded.findings().stream().map(Finding::toString).toList();
  }

  private static List<String> codes(String text) {
    return Definitions.parse("x.yaml", text).findings().stream().map(Finding::code).toList();
  }

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
        "source: partner        | seal: at            | sealed-role",
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
  void a_mapping_that_does_not_compile_is_found_inside_its_block() {
    String text = (ORDERS + FEED).replace("\"amount\": price}", "\"amount\": price ]");
    Finding finding = Definitions.parse("f.yaml", text).findings().getFirst();
    assertEquals("mapping", finding.code());
    assertEquals(24, finding.line());
    assertTrue(finding.column() > 15 && finding.column() <= 22, finding::toString);
  }

  @Test
  void mapping_with_the_clock_in_it_is_a_warning() {
    Loaded loaded = Definitions.parse("f.yaml", (ORDERS + FEED).replace("nr,", "$millis(),"));
    assertFalse(loaded.hasErrors());
    assertEquals("impure-mapping", loaded.findings().getFirst().code());
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: [",
        "\t",
        "a: b: c",
        "- 1",
        "5",
        "? [a]\n: b",
        "a: &x [*x]",
        "a: *nowhere",
        "%YAML 9.9\n---\na: b",
        "dataset: orders\nschema: &s\n  properties: *s",
        "dataset: .inf",
        "dataset: 1e999999999",
        "a: \0",
        "{a: 1, a: 2}",
        "dataset:\nkey:\nschema:\nmap:",
        "feed: [x]\ndataset: {}\nmap: {}\nretry: 5\nschema: true",
        "!!binary x",
        "dataset: !foo bar",
        "'\\ud800': 1",
        "\"\\ud800\": \"\\udc00\"",
        "dataset: x\nschema: {type: object, properties: 5}"
      })
  void no_text_makes_it_throw_and_all_are_findings(String text) {
    assertTrue(Definitions.parse("x.yaml", text).hasErrors(), text);
  }

  @Test
  void hostile_yaml_ends_in_a_finding() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String before = "*a" + (i - 1);
      laughs.append(
          "a"
              + i
              + ": &a"
              + i
              + " ["
              + String.join(", ", Stream.generate(() -> before).limit(10).toList())
              + "]\n");
    }
    assertEquals(List.of("limit"), codes(laughs.toString()));
    assertEquals(List.of("limit"), codes("a: " + "[".repeat(100_000)));
    assertEquals(List.of("limit"), codes("a: " + "[".repeat(100) + "]".repeat(100)));
    assertEquals(List.of("limit"), codes("#".repeat(2_000_000)));
    assertTrue(codes("a: {" + "x: 1, ".repeat(10_000) + "}").size() <= 1_000);
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

  private static String place(String map) {
    String feed = FEED.substring(0, FEED.indexOf("map:"));
    Finding finding = Definitions.parse("f", ORDERS + feed + map).findings().getFirst();
    assertEquals("mapping", finding.code(), finding::toString);
    return finding.line() + ":" + finding.column();
  }

  @Test
  void a_failing_token_has_its_line_and_column_in_every_form_of_text() {
    assertEquals("24:9", place("map: |\n  {'a':\n   nr * ]}\n"));
    assertEquals("24:9", place("map: |2-   # signs\n    {'a':\n   nr * ]}\n"));
    assertEquals("24:10", place("map: >-\n    {'a':\n    nr * ]}\n"));
    assertEquals("25:5", place("map: >\n  {'a': [1,\n\n    ; 2]}\n"));
    assertEquals("22:11", place("map: nr * ]\n"));
    assertEquals("23:3", place("map: nr *\n  ]\n"));
    assertEquals("22:18", place("map: '{''a'': nr ]}'\n"));
    assertEquals("22:16", place("map: \"{'a': nr ]}\"\n"));
    assertEquals("22:6", place("map: \"{\\\"a\\\": nr ]}\"\n"));
    assertEquals("23:10", place("map: |\n  {'a': nr\n\n"));
  }

  private static final String CLOSED =
      """
      schema:
        type: object
        additionalProperties: false
        properties:
          orderId: {type: string}
          lines:
            type: array
            items:
              type: object
              additionalProperties: false
              properties: {sku: {type: string}}
          open: {type: object}
      """;

  private static List<String> warnings(String expression) {
    String text = ORDERS + "---\nfeed: f\ndataset: orders\nmap: |\n  " + expression + "\n" + CLOSED;
    return Definitions.parse("f", text).findings().stream().map(Finding::toString).toList();
  }

  @Test
  void a_path_that_can_never_match_is_a_warning_with_what_was_meant() {
    assertEquals(
        List.of(
            "f:20:13: warning: `map` reads `orderld`, which no record of this schema has (did you"
                + " mean `orderId`?)"),
        warnings("{'numbr': orderld}"));
    assertEquals(1, warnings("lines.skuu").size());
    assertEquals(1, warnings("$sum(lines[skuu = 'x'].sku)").size());
    assertEquals(1, warnings("$$.orderid").size());
    assertEquals(1, warnings("orderId.x").size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lines[0].sku",
        "open.anything",
        "lines.{'a': sku}",
        "lines#$i.$.sku",
        "lines@$l.$l.skuu",
        "$map(lines, function($l) { $l.skuu })",
        "lines ~> $map(function($l) { skuu })",
        "(lines.sku; $x := lines; $x.skuu)",
        "*.anything",
        "**.anything",
        "lines.%.orderId",
        "$each($, function($v, $k) { $v.anything })",
        "{'lines': 1}.lines.x"
      })
  void a_path_that_may_match_is_none(String expression) {
    assertEquals(List.of(), warnings(expression));
  }
}
