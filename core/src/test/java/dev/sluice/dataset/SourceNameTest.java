package dev.sluice.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class SourceNameTest {

  @Test
  void what_fits_is_its_own_name() {
    for (String value : new String[] {"", "north", "x".repeat(256), "🚀".repeat(256)}) {
      assertEquals(value, SourceName.of(value));
    }
  }

  @Test
  void what_does_not_is_known_by_its_beginning_and_a_hash_of_all_of_it() {
    for (String part : new String[] {"x", "ü", "🚀", "a🚀"}) {
      String value = part.repeat(300);
      String name = SourceName.of(value);
      assertEquals(256, name.codePointCount(0, name.length()));
      assertEquals(
          value.substring(0, value.offsetByCodePoints(0, 223)) + "…",
          name.substring(0, name.length() - 32));
      assertNotEquals(name, SourceName.of(value + part));
      assertEquals(name, SourceName.of(name), "a shortened name is its own name");
    }
  }
}
