package dev.sluice.asl.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

class JsonPathTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String STORE =
      """
      {"books":[{"title":"A","price":8.95,"tags":["x","y"]},{"title":"B","price":12},{"title":"C","isbn":"0-1"}],
       "owner":{"name":"O'Hara","open":true,"none":null},"limit":10}\
      """;

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '`',
      textBlock =
          """
          $.owner.name                                 | "O'Hara"
          $['owner']['open']                           | true
          $.owner.none                                 | null
          $.books[0].tags[1]                           | "y"
          $.books[*].price                             | [8.95,12]
          $.books[1:].title                            | ["B","C"]
          $.books[-1:].title                           | ["C"]
          $.books[:1].title                            | ["A"]
          $.books[0,2].title                           | ["A","C"]
          $.books[(@.length-1)].title                  | "C"
          $.owner['name','open']                       | {"name":"O'Hara","open":true}
          $..price                                     | [8.95,12]
          $.books[?(@.price < 10)].title               | ["A"]
          $.books[?(@.price < $.limit)].title          | ["A"]
          $.books[?(@.price > 10 || @.isbn)].title     | ["B","C"]
          $.books[?(!@.price)].title                   | ["C"]
          $.books[?(@.title =~ /[ab]/i)].title         | ["A","B"]
          $.books[?(@.title == 'A' && @.price)].price  | [8.95]
          $.books[?(@.price > 99)]                     | []
          $.missing[*]                                 | []
          $.missing[?(@.a == 1)]                       | []
          $.missing[0:2].deep                          | []
          """)
  void reads_what_step_functions_reads(String path, String expected) {
    assertEquals(
        MAPPER.readTree(expected), JsonPath.compile(path).read(MAPPER.readTree(STORE)), path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '`',
      textBlock =
          """
          $.X                | No results for path: $['X']
          $.owner.X          | No results for path: $['owner']['X']
          $.no.such.path     | Missing property in path $['no']
          $.books[7]         | Index out of bounds when evaluating path $['books'][7]
          $.limit.x          | Property ['x'] not found in path $['limit']
          $.books[0:2].isbn  | No results for path: $['books'][0]['isbn']
          """)
  void words_a_missing_node_as_json_path_does(String path, String message) {
    JsonPath compiled = JsonPath.compile(path);
    JsonNode root = MAPPER.readTree(STORE);
    assertEquals(
        message, assertThrows(PathNotFoundException.class, () -> compiled.read(root)).getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '`',
      textBlock =
          """
          $.owner[0]          | Filter: [0] can only be applied to arrays. Current context is: {"name":"O'Hara","open":true,"none":null}
          $.limit[?(@.a)].b   | Filter: [?]['b'] can not be applied to primitives. Current context is: 10
          """)
  void words_a_step_on_the_wrong_kind_of_value_as_json_path_does(String path, String message) {
    JsonPath compiled = JsonPath.compile(path);
    JsonNode root = MAPPER.readTree(STORE);
    assertEquals(
        message, assertThrows(InvalidPathException.class, () -> compiled.read(root)).getMessage());
  }

  @Test
  void a_pattern_that_backtracks_without_end_is_a_failure_of_the_path() {
    ArrayNode texts = JsonNodeFactory.instance.arrayNode().add("a".repeat(60) + "!");
    JsonPath path = JsonPath.compile("$[?(@ =~ /(a+)+\\1b/)]");
    assertThrows(InvalidPathException.class, () -> path.read(texts));
  }

  @Test
  void a_placeholder_for_a_filter_is_refused_when_compiled() {
    // json-path fails on it only when it is evaluated, for want of the filter
    assertThrows(InvalidPathException.class, () -> JsonPath.compile("$.a[?]"));
    assertThrows(InvalidPathException.class, () -> JsonPath.compile("$.a[?,?]"));
  }

  @Test
  void nested_deep_scans_end() {
    JsonNode tree = JsonNodeFactory.instance.objectNode().put("leaf", 1);
    for (int i = 0; i < 200; i++) {
      tree = JsonNodeFactory.instance.objectNode().set("a", tree);
    }
    JsonNode deep = tree;
    JsonPath path = JsonPath.compile("$" + "..*".repeat(40));
    assertThrows(InvalidPathException.class, () -> path.read(deep));
  }

  @Test
  void hostile_paths_do_not_overflow_the_stack() {
    assertThrows(InvalidPathException.class, () -> JsonPath.compile("$" + "[?(@".repeat(100_000)));
    assertThrows(
        InvalidPathException.class,
        () -> JsonPath.compile("$" + "[?(@".repeat(20_000) + ")]".repeat(20_000)));
    assertThrows(InvalidPathException.class, () -> JsonPath.compile("$" + ".a".repeat(500_000)));
    assertThrows(
        InvalidPathException.class,
        () -> JsonPath.compile("$[?(@.a =~ /" + "(".repeat(100_000) + ")".repeat(100_000) + "/)]"));
  }
}
