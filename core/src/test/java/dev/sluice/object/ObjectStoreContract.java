package dev.sluice.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.run.BackendException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every object store promises. */
public interface ObjectStoreContract {

  /** Fresh and empty; the same for all calls of a test. */
  ObjectStore store();

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

  private StoredObject put(String key, String content) throws IOException {
    return store().put(key, new ByteArrayInputStream(content.getBytes(UTF_8)));
  }

  private Optional<StoredObject> putIfAbsent(String key, String content) throws IOException {
    return store().putIfAbsent(key, new ByteArrayInputStream(content.getBytes(UTF_8)));
  }

  private String read(String key) throws IOException {
    try (InputStream in = store().read(key)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private String read(String key, long offset, long length) throws IOException {
    try (InputStream in = store().read(key, offset, length)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private List<String> keys(String prefix, @Nullable String after, int limit) {
    return store().list(prefix, after, limit).stream().map(StoredObject::key).toList();
  }

  @Test
  default void an_object_is_read_as_it_was_written() throws IOException {
    byte[] bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    StoredObject stored = store().put("a/b.bin", new ByteArrayInputStream(bytes));
    assertEquals(300_000, stored.size());
    try (InputStream in = store().read("a/b.bin")) {
      assertArrayEquals(bytes, in.readAllBytes());
    }
    assertEquals(stored, store().stat("a/b.bin").orElseThrow());
  }

  @Test
  default void hashes_are_of_the_content() throws IOException {
    StoredObject stored = put("a", "123456789");
    assertEquals(
        "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225", stored.sha256());
    assertEquals("e3069283", stored.crc32c());
  }

  @Test
  default void an_empty_object_is_one() throws IOException {
    put("empty", "");
    assertEquals(0, store().stat("empty").orElseThrow().size());
    assertEquals("", read("empty"));
    assertEquals(List.of("empty"), keys("", null, 10));
  }

  @Test
  default void ranges_end_where_the_object_does() throws IOException {
    put("r", "0123456789");
    assertEquals("234", read("r", 2, 3));
    assertEquals("89", read("r", 8, 100));
    assertEquals("", read("r", 3, 0));
    assertEquals("", read("r", 10, 5));
    assertEquals("", read("r", 1_000, 5));
    assertEquals("0123456789", read("r", 0, Long.MAX_VALUE));
    assertThrows(IllegalArgumentException.class, () -> store().read("r", -1, 5));
    assertThrows(IllegalArgumentException.class, () -> store().read("r", 1, -5));
  }

  @Test
  default void what_is_not_there_is_not_there() {
    assertEquals(Optional.empty(), store().stat("none"));
    assertThrows(NoSuchObjectException.class, () -> store().read("none"));
    assertThrows(NoSuchObjectException.class, () -> store().read("none/below", 1, 2));
    assertFalse(store().delete("none"));
    assertEquals(List.of(), keys("", null, 10));
    assertEquals(List.of(), keys("none/below/that", null, 10));
  }

  @Test
  default void nothing_is_visible_before_its_commit_and_nothing_stays_without_one()
      throws IOException {
    try (ObjectWriter writer = store().create("k", Map.of())) {
      writer.write(new byte[100_000], 0, 100_000);
      assertEquals(Optional.empty(), store().stat("k"));
      assertEquals(List.of(), keys("", null, 10));
    }
    assertEquals(Optional.empty(), store().stat("k"));
    put("k", "first");
    try (ObjectWriter writer = store().create("k", Map.of())) {
      writer.write("second".getBytes(UTF_8), 0, 6);
    }
    assertEquals("first", read("k"));
  }

  @Test
  default void a_source_that_breaks_stores_nothing() {
    IOException broken = new IOException("the sender is gone");
    InputStream source =
        new SequenceInputStream(
            new ByteArrayInputStream(new byte[100_000]),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw broken;
              }
            });
    assertSame(broken, assertThrows(IOException.class, () -> store().put("k", source)));
    assertEquals(Optional.empty(), store().stat("k"));
    assertEquals(List.of(), keys("", null, 10));
  }

  @Test
  default void a_second_commit_replaces_the_object_and_its_version() throws IOException {
    StoredObject first = put("k", "one");
    StoredObject second = put("k", "two");
    assertNotEquals(first.version(), second.version());
    assertEquals("two", read("k"));
    assertEquals(second, store().stat("k").orElseThrow());
    assertEquals(List.of("k"), keys("", null, 10));
  }

  @Test
  default void a_conditional_commit_touches_nothing_that_is_there() throws IOException {
    StoredObject first = putIfAbsent("k", "one").orElseThrow();
    assertEquals(Optional.empty(), putIfAbsent("k", "two"));
    assertEquals("one", read("k"));
    assertEquals(first, store().stat("k").orElseThrow());
    assertTrue(store().delete("k"));
    assertEquals("three", read(putIfAbsent("k", "three").orElseThrow().key()));
  }

  @Test
  default void of_many_conditional_commits_one_wins() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 10; round++) {
        String key = "folder" + round + "/k";
        List<Callable<Optional<StoredObject>>> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          String content = "writer " + i;
          writers.add(() -> putIfAbsent(key, content));
        }
        List<String> hashes = new ArrayList<>();
        for (Future<Optional<StoredObject>> result : threads.invokeAll(writers)) {
          result.get().ifPresent(object -> hashes.add(object.sha256()));
        }
        assertEquals(1, hashes.size());
        assertEquals(hashes.getFirst(), store().stat(key).orElseThrow().sha256());
      }
    }
  }

  @Test
  default void a_reader_sees_one_whole_object_while_others_replace_it() throws Exception {
    String one = "1".repeat(50_000);
    String two = "2".repeat(70_000);
    put("k", one);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<?> writer =
          threads.submit(() -> {
            for (int i = 0; i < 20; i++) {
              put("k", i % 2 == 0 ? two : one);
            }
            return null;
          });
      while (!writer.isDone()) {
        String content = read("k");
        assertTrue(content.equals(one) || content.equals(two), () -> "" + content.length());
      }
      writer.get();
    }
  }

  @Test
  default void metadata_is_kept_with_the_object() throws IOException {
    Map<String, String> metadata = Map.of("content-type", "text/csv", "name", "a \"b\"; c=d");
    try (ObjectWriter writer = store().create("k", metadata)) {
      writer.write(new byte[] {1}, 0, 1);
      assertEquals(metadata, writer.commit().metadata());
    }
    assertEquals(metadata, store().stat("k").orElseThrow().metadata());
    put("k", "again");
    assertEquals(Map.of(), store().stat("k").orElseThrow().metadata());
  }

  @Test
  default void metadata_that_no_store_can_keep_is_refused() {
    for (Map<String, String> metadata :
        List.of(
            Map.of("a", "line\nbreak"),
            Map.of("ü", "x"),
            Map.of("", "x"),
            Map.of("a", "x".repeat(3_000)))) {
      assertThrows(IllegalArgumentException.class, () -> store().create("k", metadata));
    }
  }

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

  @Test
  default void what_is_deleted_is_gone_and_may_come_again() throws IOException {
    put("a/b/c", "1");
    put("a/b/d", "2");
    assertTrue(store().delete("a/b/c"));
    assertFalse(store().delete("a/b/c"));
    assertEquals(List.of("a/b/d"), keys("", null, 10));
    assertTrue(store().delete("a/b/d"));
    assertEquals("3", read(put("a", "3").key()));
  }

  @Test
  default void an_object_is_not_half_deleted_by_another_thread() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Callable<Void>> work = new ArrayList<>();
      for (int thread = 0; thread < 3; thread++) {
        String own = "shared/folder/" + thread;
        work.add(() -> {
          for (int i = 0; i < 30; i++) {
            put(own, own);
            assertEquals(own, read(own));
            assertTrue(store().delete(own));
          }
          return null;
        });
      }
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
    }
    assertEquals(List.of(), keys("", null, 10));
  }

  /** For stores that refuse: what they throw. */
  static void assertRefused(Callable<?> action) {
    BackendException refused = assertThrows(BackendException.class, action::call);
    assertEquals(BackendException.Kind.DATA, refused.kind());
  }
}
