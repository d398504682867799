package dev.sluice.record;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The short way of patterns says what the general one says. */
class BytePatternTest {

  private static boolean matches(BytePattern pattern, String text) {
    byte[] bytes = ("<" + text + ">").getBytes(US_ASCII);
    return pattern.matches(bytes, 1, bytes.length - 1);
  }

  private static boolean isCommon(String pattern) {
    return BytePattern.compile(pattern).isPresent();
  }

  @Test
  void patterns_that_schemas_have_are_common() {
    for (String pattern :
        List.of(
            "^C[0-9]{8}$",
            "^[A-Z]{2}$",
            "^[0-9]{5}(-[0-9]{4})?$",
            "^\\d{4}-\\d{2}$",
            "^\\+?[0-9 ()/-]{3,20}$",
            "^(SKU|ART)-[A-Z0-9]+$",
            "[a-z]",
            "^x",
            "y$",
            "",
            "^$",
            "^[^,;]*$",
            "^\\w+(?:\\.\\w+)*$")) {
      assertTrue(isCommon(pattern), pattern);
    }
  }

  @Test
  void what_needs_more_is_not_common() {
    for (String pattern :
        List.of(
            "(?=a)b",
            "(a)\\1",
            "\\bx",
            "^a|b$",
            "a$b",
            "x^",
            "[[:alpha:]]",
            "\\p{L}",
            "ü",
            "\\s",
            "\\u0041",
            "a{2,1}",
            "(",
            "a)",
            "[a",
            "*",
            "\\",
            "[z-a]",
            "^[0-9]{9999}$")) {
      assertEquals(Optional.empty(), BytePattern.compile(pattern).map(any -> pattern), pattern);
    }
  }

  @Provide
  Arbitrary<String> patterns() {
    Arbitrary<String> atom =
        Arbitraries.of(
            "a",
            "b",
            "1",
            "-",
            "\\.",
            "\\d",
            "\\D",
            "\\w",
            "\\W",
            ".",
            "[ab]",
            "[^a]",
            "[0-9a]",
            "[a-]",
            "[^\\d-]",
            "(a|b)",
            "(?:ab|1)?",
            "(|a)",
            "\\n",
            "[]",
            "[^]",
            "\\$",
            "\\^");
    Arbitrary<String> times =
        Arbitraries.of("", "", "", "*", "+", "?", "{2}", "{0}", "{1,2}", "{0,2}", "{1,}", "*?");
    Arbitrary<String> part =
        atom.flatMap(one -> times.map(more -> one + more))
            .list()
            .ofMaxSize(5)
            .map(all -> String.join("", all));
    Arbitrary<String> whole =
        Arbitraries.oneOf(
            part,
            part.flatMap(one -> part.map(other -> one + "|" + other)),
            part.flatMap(one -> part.map(other -> "(" + one + "|" + other + ")+")));
    return whole.flatMap(pattern ->
        Arbitraries.of("", "^")
            .flatMap(start -> Arbitraries.of("", "$").map(end -> start + pattern + end)));
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.strings().withChars("ab1-.$^\n\rZ_ ").ofMaxLength(6).list().ofSize(10);
  }

  @Property(seed = "2026", tries = 3000)
  void both_ways_agree(@ForAll("patterns") String pattern, @ForAll("texts") List<String> texts) {
    Optional<BytePattern> common = BytePattern.compile(pattern);
    if (common.isPresent()) {
      var general = SchemaFormats.pattern(pattern);
      for (String text : texts) {
        assertEquals(general.find(text), matches(common.get(), text), pattern + " on " + text);
      }
    }
  }
}
