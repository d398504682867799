package dev.sluice.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Objects are whole or not there, whoever writes them at the same time. */
interface ObjectContentContract extends ObjectSteps {

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
  @SuppressWarnings("InputStreamSlowMultibyteRead") // it breaks at its first byte
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
}
