package dev.sluice.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.run.Answer;
import dev.sluice.run.Claim;
import dev.sluice.testing.ImportFixture;
import dev.sluice.testing.Samples;
import dev.sluice.testing.Stores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** At most one caller is at an upload, and it becomes batches all at once. */
public interface UploadsContract {
  Duration LONG = Duration.ofMinutes(5);
  ImportFile FILE = new ImportFile("object", "object", "sha", "{}", 5, 50);

  /** Fresh and empty. */
  Stores stores();

  private Uploads uploads() {
    return stores().imports().uploads();
  }

  private UUID create() {
    return stores().imports().store().create(Samples.id(), ImportFixture.order()).id();
  }

  /** Whose file comes in pieces, of this size in all. */
  private UUID announced(long size) {
    Import.Order order =
        new Import.Order(
            "default", "sales", "sales", "hash", false, null, null, null, size, null, true, "c");
    return stores().imports().store().create(Samples.id(), order).id();
  }

  private Import find(UUID id) {
    return stores().imports().store().find(id).orElseThrow();
  }

  private static List<Uploads.NewChunk> chunks() {
    return List.of(
        new Uploads.NewChunk(Samples.id(), new Claim("object", 10, 30, 1, 2), 3),
        new Uploads.NewChunk(Samples.id(), new Claim("object", 40, 20, 4, 5), 2));
  }

  @Test
  default void one_caller_at_a_time_has_an_upload() {
    UUID id = create();
    UUID first = Samples.id();
    UUID second = Samples.id();
    assertTrue(uploads().take(id, first, LONG));
    assertFalse(uploads().take(id, second, LONG));
    assertFalse(uploads().progress(id, second, new Import.Upload(1, 1), LONG));
    uploads().release(id, second);
    assertFalse(uploads().take(id, second, LONG), "only its holder lets go of it");
    uploads().release(id, first);
    assertTrue(uploads().take(id, second, LONG));
    assertFalse(uploads().take(Samples.id(), first, LONG), "there is none");
  }

  @Test
  default void whoever_is_silent_for_too_long_loses_it() {
    UUID id = create();
    UUID silent = Samples.id();
    UUID next = Samples.id();
    assertTrue(uploads().take(id, silent, Duration.ofMillis(-1)));
    assertTrue(uploads().take(id, next, LONG));
    assertFalse(uploads().progress(id, silent, new Import.Upload(1, 1), LONG));
    assertFalse(uploads().queue(id, silent, FILE, chunks(), null));
    assertEquals(ImportStatus.UPLOADING, find(id).status());
    assertEquals(0, find(id).counts().received());
  }

  @Test
  default void what_has_come_is_noted() {
    UUID id = create();
    UUID ticket = Samples.id();
    uploads().take(id, ticket, LONG);
    assertTrue(uploads().progress(id, ticket, new Import.Upload(70, 2), LONG));
    assertEquals(new Import.Upload(70, 2), find(id).upload());
  }

  @Test
  default void its_chunks_are_held_until_it_is_admitted() {
    UUID id = create();
    UUID ticket = Samples.id();
    uploads().take(id, ticket, LONG);
    Answer answer = new Answer("default", "key", new byte[] {1}, 202, new byte[] {2});
    assertTrue(uploads().queue(id, ticket, FILE, chunks(), answer));
    Import queued = find(id);
    assertEquals(ImportStatus.QUEUED, queued.status());
    assertEquals(FILE.rows(), queued.counts().received());
    assertEquals(5, queued.counts().inFlight());
    assertEquals(202, stores().answers().find("default", "key").orElseThrow().status());
    var fixture = new ImportFixture(stores(), Samples.sales());
    assertTrue(fixture.lease().isEmpty());
    assertFalse(uploads().take(id, ticket, LONG), "the file has come");
    assertFalse(uploads().queue(id, ticket, FILE, chunks(), null));
    stores().imports().queue().admit(new ImportQueue.Room(1, Map.of()));
    assertEquals(new Claim("object", 10, 30, 1, 2), fixture.lease().orElseThrow().batch().claim());
  }

  @Test
  default void what_nobody_sends_any_more_is_found() {
    UUID idle = announced(100);
    UUID busy = announced(100);
    uploads().take(busy, Samples.id(), LONG);
    assertEquals(List.of(idle), uploads().abandoned(Duration.ZERO, 10));
    assertEquals(List.of(), uploads().abandoned(Duration.ofHours(1), 10));
    stores().imports().store().fail(idle, new Import.Trouble("code", "why"));
    assertEquals(List.of(), uploads().abandoned(Duration.ZERO, 10));
  }

  @Test
  default void what_is_there_whole_and_was_not_taken_in_is_found() {
    UUID whole = announced(100);
    UUID half = announced(100);
    UUID busy = announced(100);
    for (UUID id : List.of(whole, half, busy)) {
      UUID ticket = Samples.id();
      uploads().take(id, ticket, LONG);
      uploads().progress(id, ticket, new Import.Upload(id.equals(half) ? 99 : 100, 1), LONG);
      if (!id.equals(busy)) {
        uploads().release(id, ticket);
      }
    }
    assertEquals(List.of(whole), uploads().unfinished(10));
  }
}
