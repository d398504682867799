package dev.sluice.asl.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

class ReferencePathTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          $             | {"a":1}            | "v"
          $.a           | {"a":1,"b":2}      | {"a":"v","b":2}
          $.c           | {"a":1}            | {"a":1,"c":"v"}
          $.c.d.e       | {"a":1}            | {"a":1,"c":{"d":{"e":"v"}}}
          $['x y'].z    | {}                 | {"x y":{"z":"v"}}
          $.a[1]        | {"a":[1,2,3]}      | {"a":[1,"v",3]}
          $.a[1].b      | {"a":[1,{"c":2}]}  | {"a":[1,{"c":2,"b":"v"}]}
          $[0]          | [1]                | ["v"]
          """)
  void puts_a_value_without_changing_the_tree_it_was_given(
      String path, String before, String after) {
    JsonNode root = MAPPER.readTree(before);
    JsonNode result = ReferencePath.compile(path).set(root, StringNode.valueOf("v"));
    assertEquals(MAPPER.readTree(after), result);
    assertEquals(MAPPER.readTree(before), root);
    assertEquals(StringNode.valueOf("v"), ReferencePath.compile(path).read(result));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          $.a     | 5
          $.a     | [1]
          $.a.b   | {"a":"text"}
          $.a[2]  | {"a":[1,2]}
          $.a[0]  | {"b":1}
          $.a.b   | {"a":null}
          """)
  void refuses_to_put_a_value_where_the_path_does_not_lead(String path, String root) {
    assertThrows(
        ReferencePathException.class,
        () -> ReferencePath.compile(path).set(MAPPER.readTree(root), StringNode.valueOf("v")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$.a[*]",
        "$.*",
        "$..a",
        "$.a[1:2]",
        "$.a[0,1]",
        "$.a[?(@.b)]",
        "$.a[-1]",
        "$['a','b']",
        "$.a@b",
        "a",
        ".a",
        ""
      })
  void accepts_only_paths_that_name_one_node(String path) {
    assertThrows(ReferencePathException.class, () -> ReferencePath.compile(path));
  }

  @Test
  void lets_quoted_names_hold_any_character() {
    JsonNode result =
        ReferencePath.compile("$['a,b:c']").set(MAPPER.readTree("{}"), StringNode.valueOf("v"));
    assertEquals("{\"a,b:c\":\"v\"}", result.toString());
  }
}
