package dev.sluice.asl.intrinsic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.asl.path.JsonPath;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class IntrinsicTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final JsonNode INPUT =
      MAPPER.readTree(
          """
          {"name":"Ada","n":3,"f":1.5,"none":null,"on":true,"list":[1,2,2,3,{"a":1},{"a":1.0}],
           "object":{"Arg1":1,"Arg2":[]},"template":"It's {}!","json":"{\\"a\\":[1,-0]}","csv":"a,b;c"}\
          """);

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      textBlock =
          """
          States.Format('Hi {}, {}', $.name, 2.5)              => "Hi Ada, 2.5"
          States.Format('{} {} {}', null, true, $.none)        => "null true null"
          States.Format('{}', $.object)                        => "{Arg1=1, Arg2=[]}"
          States.Format('\\{\\} \\'\\\\ {}', 'x')              => "{} '\\\\ x"
          States.Format($.template, $.name)                    => "It's Ada!"
          States.Format('plain')                               => "plain"
          States.StringToJson($.json)                          => {"a":[1,0]}
          States.StringToJson(' ')                             => null
          States.JsonToString($.object)                        => "{\\"Arg1\\":1,\\"Arg2\\":[]}"
          States.Array()                                       => []
          States.Array('Foo', $.n , 2020, $.object, null)      => ["Foo",3,2020,{"Arg1":1,"Arg2":[]},null]
          States.ArrayPartition($.list, 4)                     => [[1,2,2,3],[{"a":1},{"a":1.0}]]
          States.ArrayPartition(States.Array(), 4)             => []
          States.ArrayContains($.list, 2)                      => true
          States.ArrayContains($.list, 2.5)                    => false
          States.ArrayContains($.list, '2')                    => false
          States.ArrayRange(1, 9, 2)                           => [1,3,5,7,9]
          States.ArrayRange(3, 1, -1)                          => [3,2,1]
          States.ArrayRange(3, 1, 1)                           => []
          States.ArrayGetItem($.list, 3)                       => 3
          States.ArrayLength($.list)                           => 6
          States.ArrayUnique($.list)                           => [1,2,3,{"a":1}]
          States.Base64Encode('Data to encode')                => "RGF0YSB0byBlbmNvZGU="
          States.Base64Decode('RGF0YSB0byBlbmNvZGU=')          => "Data to encode"
          States.Hash('input data', 'SHA-1')                   => "aaff4a450a104cd177d28d18d74485e8cae074b7"
          States.JsonMerge($.object, States.StringToJson('{"Arg1":2}'), false) => {"Arg1":2,"Arg2":[]}
          States.MathAdd(1.49, $.f)                            => 3
          States.MathAdd(-1.5, 0)                              => -1
          States.MathAdd(-0.5, 0.5)                            => 1
          States.StringSplit($.csv, ',;')                      => ["a","b","c"]
          States.StringSplit(',,,,', ',')                      => []
          States.ArrayGetItem(States.StringSplit('a-b-c', '-'), States.MathAdd(States.ArrayLength(States.StringSplit('a-b-c', '-')), -1)) => "c"
          States.ArrayLength($.list[?(@.a == 1)])              => 2
          States.Format('{}', $.object['Arg1'])                => "1"
          """)
  void evaluates_as_aws_does(String text, String expected) {
    assertEquals(MAPPER.readTree(expected), evaluate(text), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "States.Xyz($.a)",
        " States.Array(1)",
        "States.Array(1) ",
        "States.Array(1",
        "States.Array(1,)",
        "States.Array(,)",
        "States.Array('a)",
        "States.Array",
        "States.Format()",
        "States.MathAdd(1)",
        "States.MathAdd(1,'-1')",
        "States.UUID(1)",
        "Array(1)",
        "$.a",
        "",
        "States.Array(x)",
        "States.Array(\"x\")"
      })
  void refuses_what_is_no_invocation(String text) {
    assertThrows(IntrinsicException.class, () -> Intrinsic.compile(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "States.Format('{} {}', 1)",
        "States.Format('{}', 1, 2)",
        "States.Format($.n, 1)",
        "States.StringToJson('{')",
        "States.StringToJson($.n)",
        "States.ArrayPartition($.list, 0)",
        "States.ArrayPartition($.name, 1)",
        "States.ArrayRange(1, 5, 0)",
        "States.ArrayRange(1, 100000, 1)",
        "States.ArrayGetItem($.list, 6)",
        "States.ArrayGetItem($.list, -1)",
        "States.Base64Decode('*')",
        "States.Hash('a', 'CRC32')",
        "States.JsonMerge($.object, $.object, true)",
        "States.JsonMerge($.object, $.list, false)",
        "States.MathRandom(5, 5)",
        "States.MathAdd($.name, 1)",
        "States.StringSplit($.n, ',')"
      })
  void fails_on_arguments_it_cannot_use(String text) {
    Intrinsic compiled = Intrinsic.compile(text);
    assertEquals(text, compiled.toString());
    assertThrows(IntrinsicException.class, () -> compiled.evaluate(this::read, new Random(7)));
  }

  @Test
  void base64_and_hash_take_10_000_characters_and_no_more() {
    Intrinsic encode = Intrinsic.compile("States.Base64Encode($)");
    assertEquals(
        13_336,
        encode.evaluate(path -> MAPPER.valueToTree("a".repeat(10_000))).stringValue().length());
    assertThrows(
        IntrinsicException.class,
        () -> encode.evaluate(path -> MAPPER.valueToTree("a".repeat(10_001))));
  }

  @Test
  void nests_ten_deep_and_no_deeper() {
    Intrinsic.compile("States.Array(".repeat(10) + ")".repeat(10));
    assertThrows(
        IntrinsicException.class,
        () -> Intrinsic.compile("States.Array(".repeat(11) + ")".repeat(11)));
    assertThrows(
        IntrinsicException.class,
        () -> Intrinsic.compile("States.Array(".repeat(70_000) + ")".repeat(70_000)));
  }

  @Test
  void takes_randomness_from_its_argument() {
    Intrinsic uuid = Intrinsic.compile("States.UUID()");
    assertEquals(
        uuid.evaluate(this::read, new Random(1)), uuid.evaluate(this::read, new Random(1)));
    assertNotEquals(
        uuid.evaluate(this::read, new Random(1)), uuid.evaluate(this::read, new Random(2)));
    assertTrue(
        uuid.evaluate(this::read, new Random(1))
            .stringValue()
            .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    RandomGenerator random = new Random(1);
    Intrinsic inside = Intrinsic.compile("States.MathRandom(-2, 3)");
    for (int i = 0; i < 1_000; i++) {
      int value = inside.evaluate(this::read, random).intValue();
      assertTrue(value >= -2 && value < 3, () -> "" + value);
    }
    Intrinsic seeded = Intrinsic.compile("States.MathRandom(0, 999, 3)");
    assertEquals(seeded.evaluate(this::read), seeded.evaluate(this::read));
  }

  @Test
  void resolves_paths_as_written() {
    Intrinsic intrinsic =
        Intrinsic.compile("States.Array($, $.a['x, y)'], $$.Map.Item.Value, $var[0,1])");
    assertEquals(List.of("$", "$.a['x, y)']", "$$.Map.Item.Value", "$var[0,1]"), intrinsic.paths());
    assertEquals(
        "[\"$\",\"$.a['x, y)']\",\"$$.Map.Item.Value\",\"$var[0,1]\"]",
        intrinsic.evaluate(MAPPER::valueToTree).toString());
  }

  private JsonNode evaluate(String text) {
    return Intrinsic.compile(text).evaluate(this::read, new Random(7));
  }

  private JsonNode read(String path) {
    return JsonPath.compile(path).read(INPUT);
  }
}
