package dev.sluice.asl.intrinsic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class IntrinsicPropertiesTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Property(seed = "2026", tries = 500)
  void any_text_survives_base64(@ForAll @StringLength(max = 200) String text) {
    String clean =
        text.codePoints()
            .filter(c -> c < 0xD800 || c > 0xDFFF)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    assertEquals(
        clean,
        call("States.Base64Decode(States.Base64Encode($.a))", Map.of("$.a", clean)).stringValue());
  }

  @Property(seed = "2026", tries = 500)
  void any_text_can_be_a_literal_when_escaped(@ForAll @StringLength(max = 60) String text) {
    String escaped = text.replaceAll("(['{}\\\\])", "\\\\$1");
    assertEquals(text, call("States.Format('" + escaped + "')", Map.of()).stringValue());
    assertEquals(text, call("States.Array('" + escaped + "')", Map.of()).get(0).stringValue());
  }

  @Property(seed = "2026", tries = 300)
  void chunks_put_together_are_the_array(
      @ForAll List<Integer> items, @ForAll @IntRange(min = 1, max = 9) int size) {
    JsonNode chunks = call("States.ArrayPartition($.a, $.b)", Map.of("$.a", items, "$.b", size));
    List<Integer> together = new ArrayList<>();
    chunks.forEach(chunk -> chunk.forEach(item -> together.add(item.intValue())));
    assertEquals(items, together);
    chunks.forEach(chunk -> assertTrue(!chunk.isEmpty() && chunk.size() <= size));
  }

  @Property(seed = "2026", tries = 300)
  void unique_items_are_those_of_a_linked_set(
      @ForAll List<@IntRange(min = 0, max = 5) Integer> items) {
    assertEquals(
        MAPPER.valueToTree(items.stream().distinct().toList()),
        call("States.ArrayUnique($.a)", Map.of("$.a", items)));
  }

  @Property(seed = "2026", tries = 1_000)
  void noise_is_refused_with_the_one_exception(@ForAll("noise") String text) {
    try {
      Intrinsic.compile(text).evaluate(path -> MAPPER.valueToTree(path));
    } catch (IntrinsicException refused) {
      assertTrue(!String.valueOf(refused.getMessage()).isEmpty());
    }
  }

  @Provide
  Arbitrary<String> noise() {
    return Arbitraries.of(
            "States.Array",
            "States.Format",
            "States.StringToJson",
            "States.Hash",
            "States.ArrayRange",
            "(",
            ")",
            ",",
            "'",
            "\\",
            "{}",
            "{",
            "$.a",
            "$",
            "[",
            "]",
            "1",
            "-1",
            "1.5",
            "1e9",
            "true",
            "null",
            " ",
            "'x'",
            "'{}'",
            "'MD5'")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  private static JsonNode call(String text, Map<String, Object> paths) {
    return Intrinsic.compile(text).evaluate(path -> MAPPER.valueToTree(paths.get(path)));
  }
}
