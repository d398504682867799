package dev.sluice.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.run.Run;
import dev.sluice.run.RunKind;
import dev.sluice.testing.ImportFixture;
import dev.sluice.testing.Samples;
import dev.sluice.testing.Stores;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An import by its id: how it begins, is found, and is forgotten. */
public interface ImportStoreContract {

  /** Fresh and empty. */
  Stores stores();

  private ImportStore store() {
    return stores().imports().store();
  }

  private Import create(String tenant, String type) {
    return store().create(Samples.id(), ImportFixture.order(tenant, type));
  }

  private List<UUID> list(
      @Nullable String tenant, @Nullable String type, @Nullable ImportStatus status) {
    return store().list(new ImportStore.Query(tenant, type, status, null, 100)).stream()
        .map(Import::id)
        .toList();
  }

  @Test
  default void it_begins_as_an_upload_with_a_run_of_its_own() {
    UUID id = Samples.id();
    Import made = store().create(id, ImportFixture.order());
    assertEquals(ImportStatus.UPLOADING, made.status());
    assertEquals(ImportFixture.order(), made.order());
    assertEquals(new Import.Upload(0, 0), made.upload());
    assertNull(made.file());
    assertEquals(0, made.counts().received());
    assertEquals(made, store().find(id).orElseThrow());
    Run run = stores().books().run(made.run()).orElseThrow();
    assertEquals(RunKind.IMPORT, run.key().kind());
    assertEquals(Run.Status.RUNNING, run.status());
    assertTrue(store().find(Samples.id()).isEmpty());
  }

  @Test
  default void what_was_announced_is_kept_as_it_was() {
    String digest = "ab".repeat(32);
    Import.Order order =
        new Import.Order(
            "default", "sales", "sales", "hash", true, null, null, null, 12L, digest, true, "c");
    assertEquals(order, store().create(Samples.id(), order).order());
  }

  @Test
  default void the_newest_come_first_and_are_narrowed() {
    UUID one = create("default", "sales").id();
    UUID two = create("default", "other").id();
    UUID three = create("acme", "sales").id();
    store().fail(two, new Import.Trouble("code", "why"));
    assertEquals(List.of(three, two, one), list(null, null, null));
    assertEquals(List.of(two, one), list("default", null, null));
    assertEquals(List.of(three, one), list(null, "sales", null));
    assertEquals(List.of(two), list(null, null, ImportStatus.FAILED));
    assertEquals(
        List.of(one),
        store().list(new ImportStore.Query(null, null, null, two, 5)).stream()
            .map(Import::id)
            .toList());
  }

  @Test
  default void an_upload_that_fails_says_why_and_closes_its_run() {
    Import made = create("default", "sales");
    assertTrue(store().fail(made.id(), new Import.Trouble("empty-file", "the file is empty")));
    Import failed = store().find(made.id()).orElseThrow();
    assertEquals(ImportStatus.FAILED, failed.status());
    assertEquals(new Import.Trouble("empty-file", "the file is empty"), failed.problem());
    assertNotNull(failed.times().finished());
    assertEquals(Run.Status.FAILED, stores().books().run(made.run()).orElseThrow().status());
    assertFalse(store().fail(made.id(), new Import.Trouble("again", "again")));
    assertFalse(store().remove(made.id()), "it is over, and stays");
  }

  @Test
  default void an_upload_can_be_forgotten_with_its_run() {
    Import made = create("default", "sales");
    assertTrue(store().remove(made.id()));
    assertTrue(store().find(made.id()).isEmpty());
    assertTrue(stores().books().run(made.run()).isEmpty());
    assertFalse(store().remove(made.id()));
  }

  @Test
  default void what_is_queued_can_neither_fail_nor_be_forgotten() {
    Import queued =
        new ImportFixture(stores(), Samples.sales()).queue(ImportFixture.sales(1, 2, "1.00"));
    assertFalse(store().fail(queued.id(), new Import.Trouble("code", "why")));
    assertFalse(store().remove(queued.id()));
    assertEquals(ImportStatus.QUEUED, store().find(queued.id()).orElseThrow().status());
  }

  @Test
  default void progress_and_books_are_those_of_its_batches() {
    ImportFixture fixture = new ImportFixture(stores(), Samples.sales());
    String file = ImportFixture.sales(1, 4, "1.00");
    Import queued = fixture.queue(file);
    assertEquals(4, queued.counts().received());
    assertEquals(0, queued.rowsDone());
    fixture.handle(fixture.lease().orElseThrow());
    Import half = fixture.find(queued.id());
    assertEquals(3, half.rowsDone());
    assertTrue(half.work().bytesDone() > 0);
    assertNotNull(half.work().heartbeat());
    assertNotNull(half.work().lastSettled());
    stores().books().fold(100);
    assertEquals(half.counts(), fixture.find(queued.id()).counts(), "folding changes nothing");
    fixture.work();
    Import whole = fixture.find(queued.id());
    assertEquals(Objects.requireNonNull(whole.file()).bytes(), whole.work().bytesDone());
    assertEquals(file.length() - ImportFixture.HEADER.length(), whole.work().bytesDone());
  }

  @Test
  default void a_file_is_kept_for_a_while_after_the_end() {
    ImportFixture fixture = new ImportFixture(stores(), Samples.sales());
    Import over = fixture.load(ImportFixture.sales(1, 2, "1.00"));
    Import waiting = fixture.queue(ImportFixture.sales(3, 4, "1.00"));
    assertEquals(List.of(), store().withFile(Duration.ofDays(7), 10));
    assertEquals(List.of(over.id()), store().withFile(Duration.ZERO, 10));
    store().forgetFile(over.id());
    assertEquals(List.of(), store().withFile(Duration.ZERO, 10));
    ImportFile file = Objects.requireNonNull(fixture.find(over.id()).file());
    assertNull(file.object());
    assertNull(file.readable());
    assertEquals(2, file.rows());
    assertNotNull(Objects.requireNonNull(fixture.find(waiting.id()).file()).object());
  }
}
