package dev.sluice.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.run.BackendException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileObjectStoreTest implements ObjectStoreContract {
  @TempDir Path outside;
  private Path folder;
  private FileObjectStore store;

  @BeforeEach
  void open() {
    folder = outside.resolve("objects");
    store = FileObjectStore.open(folder, InstantSource.system());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  public ObjectStore store() {
    return store;
  }

  private static List<String> below(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> folder.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  /** A file cannot be a folder as well. The other way round it is refused too. */
  @Override
  @Test
  public void a_key_may_be_the_beginning_of_another() throws IOException {
    put("a", "1");
    ObjectStoreContract.assertRefused(
        () -> store.put("a/b", new ByteArrayInputStream(new byte[0])));
    put("c/d", "2");
    ObjectStoreContract.assertRefused(() -> store.put("c", new ByteArrayInputStream(new byte[0])));
    ObjectStoreContract.assertRefused(
        () -> store.putIfAbsent("c", new ByteArrayInputStream(new byte[0])));
    assertEquals(
        List.of("a", "c/d"), store.list("", null, 9).stream().map(StoredObject::key).toList());
  }

  @Test
  void people_find_an_object_under_its_key() throws IOException {
    put("imports/2024-01-15/Contacts_v1.csv", "x");
    assertEquals("x", Files.readString(folder.resolve("imports/2024-01-15/Contacts_v1.csv")));
  }

  @Test
  void nothing_leaves_the_folder() throws IOException {
    for (String key : HOSTILE) {
      put("x" + HOSTILE.indexOf(key) + "/" + key, "x");
      if (!key.contains("/")) {
        put(key, "x");
      }
    }
    try (Stream<Path> paths = Files.list(outside)) {
      assertEquals(List.of("objects"), paths.map(path -> path.getFileName().toString()).toList());
    }
  }

  @Test
  void files_of_others_are_objects_without_a_hash() throws IOException {
    Files.createDirectories(folder.resolve("drop"));
    Files.writeString(folder.resolve("drop/a.csv"), "1");
    StoredObject found = store.list("drop/", null, 10).getFirst();
    assertEquals("drop/a.csv", found.key());
    assertNull(found.sha256());
    assertEquals(found, store.stat("drop/a.csv").orElseThrow());
  }

  @Test
  void a_file_that_was_changed_by_others_loses_its_hash() throws IOException {
    put("a", "one");
    Files.writeString(folder.resolve("a"), "other");
    assertNull(store.stat("a").orElseThrow().sha256());
  }

  @Test
  void names_that_no_key_has_are_no_objects() throws IOException {
    Files.writeString(folder.resolve("a b"), "1");
    Files.writeString(folder.resolve("%zz"), "1");
    Files.writeString(folder.resolve("%41"), "1");
    put("ok", "1");
    assertEquals(List.of("ok"), store.list("", null, 10).stream().map(StoredObject::key).toList());
  }

  @Test
  void links_are_not_followed() throws IOException {
    Path secret = Files.writeString(outside.resolve("secret"), "s");
    Files.createSymbolicLink(folder.resolve("link"), secret);
    Files.createSymbolicLink(folder.resolve("up"), outside);
    assertTrue(store.stat("link").isEmpty());
    assertThrows(NoSuchObjectException.class, () -> store.read("link"));
    assertTrue(store.stat("up/secret").isEmpty());
    assertThrows(NoSuchObjectException.class, () -> store.read("up/secret"));
    assertFalse(store.delete("up/secret"));
    assertThrows(BackendException.class, () -> put("up/new", "x"));
    assertEquals(List.of(), store.list("", null, 10));
    assertEquals(List.of("secret"), below(outside).stream().filter(f -> !f.contains("/")).toList());
    put("link", "mine");
    assertEquals("s", Files.readString(secret));
  }

  @Test
  void what_a_dead_writer_left_is_swept_and_what_a_living_one_writes_is_not() throws IOException {
    ObjectWriter writer = store.create("k", Map.of());
    writer.write(new byte[10], 0, 10);
    Path dead = folder.resolve(".sluice/temporary/dead");
    Files.createDirectories(dead);
    Files.writeString(dead.resolve("half"), "x");
    try (FileObjectStore second = FileObjectStore.open(folder, InstantSource.system())) {
      assertFalse(Files.exists(dead));
      writer.commit();
      assertEquals(10, second.stat("k").orElseThrow().size());
    }
  }

  @Test
  void a_closed_store_leaves_nothing_but_objects() throws IOException {
    put("a/b", "1");
    put("a/b", "2");
    put("c", "3");
    store.delete("c");
    try (ObjectWriter writer = store.create("d", Map.of())) {
      writer.write(new byte[10], 0, 10);
    }
    store.close();
    List<String> files = new ArrayList<>(below(folder));
    assertTrue(files.remove(".sluice/lock"));
    assertEquals(1, files.stream().filter(f -> f.startsWith(".sluice/about/")).count());
    files.removeIf(file -> file.startsWith(".sluice/about/"));
    assertEquals(List.of("a/b"), files);
    open();
  }

  @Test
  void two_stores_of_one_folder_see_each_others_objects() throws IOException {
    try (FileObjectStore second = FileObjectStore.open(folder, InstantSource.system())) {
      put("k", "one");
      assertEquals(store.stat("k"), second.stat("k"));
      second.delete("k");
      assertTrue(store.stat("k").isEmpty());
    }
  }

  @Test
  void where_case_does_not_count_capitals_are_escaped() {
    FileNames names = new FileNames(true);
    assertEquals("%41b", names.path(Path.of(""), "Ab").toString());
    assertEquals("ab", names.path(Path.of(""), "ab").toString());
  }
}
