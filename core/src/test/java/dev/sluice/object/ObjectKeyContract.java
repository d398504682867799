package dev.sluice.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any key is one, and listings have them in order. */
interface ObjectKeyContract extends ObjectSteps {

  /** Names that one system or another takes for something else. */
  List<String> HOSTILE =
      List.of(
          "..",
          ".",
          "../up",
          "../../../../../../etc/passwd",
          "a/../../b",
          "a/./b",
          "/absolute",
          "//double",
          "a//b",
          "trailing/",
          "/",
          "\\\\server\\share",
          "C:\\windows",
          "c:stream",
          "NUL",
          "con.txt",
          "aux",
          "lpt1.log",
          "~",
          "-rf",
          "$HOME",
          "*",
          "?q",
          "a b",
          " leading",
          "trailing ",
          "dot.",
          ".hidden",
          ".sluice",
          ".sluice/about/x",
          "%",
          "%2F",
          "%2e%2e/x",
          "a%",
          "line\nbreak",
          "tab\t",
          "\u0001",
          "\u007F",
          "grün",
          "gru\u0308n",
          "日本語/ファイル",
          "😀",
          "\u202Egnp.exe",
          "Case",
          "case",
          "CASE");

  @Test
  default void keys_that_are_none_are_refused() {
    for (String key : List.of("", "a\0b", "x".repeat(1_025), "ü".repeat(513), "\uD800")) {
      assertThrows(IllegalArgumentException.class, () -> store().create(key, Map.of()));
      assertThrows(IllegalArgumentException.class, () -> store().stat(key));
      assertThrows(IllegalArgumentException.class, () -> store().read(key));
      assertThrows(IllegalArgumentException.class, () -> store().delete(key));
    }
  }

  @Test
  default void the_longest_keys_are_taken() throws IOException {
    String plain = "x".repeat(1_024);
    String escaped = "ü".repeat(512);
    String deep = "a/".repeat(511) + "ab";
    List<String> keys = new ArrayList<>(List.of(plain, escaped, deep, plain.substring(1)));
    for (String key : keys) {
      put(key, "content of " + key.length());
    }
    for (String key : keys) {
      assertEquals("content of " + key.length(), read(key));
    }
    keys.sort(ObjectKey::compare);
    assertEquals(keys, keys("", null, 10));
  }

  @Test
  default void hostile_keys_are_keys_like_others() throws IOException {
    for (String key : HOSTILE) {
      // Each below a folder of its own, so that none is another's folder.
      put("h" + HOSTILE.indexOf(key) + "/" + key, key);
    }
    List<String> expected = new ArrayList<>();
    for (String key : HOSTILE) {
      String whole = "h" + HOSTILE.indexOf(key) + "/" + key;
      assertEquals(key, read(whole));
      expected.add(whole);
    }
    expected.sort(ObjectKey::compare);
    assertEquals(expected, keys("", null, 1_000));
    for (String key : expected) {
      assertTrue(store().delete(key));
    }
    assertEquals(List.of(), keys("", null, 10));
  }

  @Test
  default void keys_that_differ_in_case_or_composition_are_two() throws IOException {
    for (String key : List.of("Case", "case", "CASE", "grün", "gru\u0308n")) {
      put(key, key);
    }
    for (String key : List.of("Case", "case", "CASE", "grün", "gru\u0308n")) {
      assertEquals(key, read(key));
    }
  }

  @Test
  default void listings_are_in_order_and_go_on_where_they_ended() throws IOException {
    List<String> keys =
        new ArrayList<>(
            List.of(
                "a!", "a-b", "a.txt", "a/0", "a/b/c", "a/b.txt", "a0", "aé", "a\uFFFD", "a😀", "b",
                "ab/c", "A"));
    Collections.shuffle(keys, new Random(5));
    for (String key : keys) {
      put(key, key);
    }
    keys.sort(ObjectKey::compare);
    assertEquals(keys, keys("", null, 100));
    for (int limit = 1; limit < 5; limit++) {
      List<String> paged = new ArrayList<>();
      List<String> page = keys("", null, limit);
      while (!page.isEmpty()) {
        assertTrue(page.size() <= limit);
        paged.addAll(page);
        page = keys("", page.getLast(), limit);
      }
      assertEquals(keys, paged);
    }
    assertEquals(List.of(), keys("", null, 0));
  }

  @Test
  default void a_prefix_need_not_be_a_folder() throws IOException {
    List<String> keys = List.of("in/a", "in/ab", "in/b", "inside", "out", "in");
    for (String key : List.of("in/a", "in/ab", "in/b", "inside", "out")) {
      put(key, key);
    }
    for (String prefix : List.of("", "i", "in", "in/", "in/a", "in/ab", "in/abc", "z", "inside/")) {
      List<String> expected =
          keys.stream()
              .filter(key -> !key.equals("in") && key.startsWith(prefix))
              .sorted(ObjectKey::compare)
              .toList();
      assertEquals(expected, keys(prefix, null, 100), prefix);
      assertEquals(
          expected.stream().filter(key -> ObjectKey.compare(key, "in/a") > 0).toList(),
          keys(prefix, "in/a", 100),
          prefix);
    }
  }

  @Test
  default void listings_say_what_stat_says() throws IOException {
    put("x/1", "one");
    put("x/2", "two");
    assertEquals(
        List.of(store().stat("x/1").orElseThrow(), store().stat("x/2").orElseThrow()),
        store().list("x/", null, 10));
  }

  /** A store that has folders overrides this, and asserts that it refuses. */
  @Test
  default void a_key_may_be_the_beginning_of_another() throws IOException {
    put("a", "1");
    put("a/b", "2");
    assertEquals("1", read("a"));
    assertEquals("2", read("a/b"));
  }
}
