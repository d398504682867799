package dev.sluice.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.imports.ImportQueue.Room;
import dev.sluice.run.Attempt;
import dev.sluice.run.Claim;
import dev.sluice.run.Lease;
import dev.sluice.run.Run;
import dev.sluice.testing.ImportFixture;
import dev.sluice.testing.Samples;
import dev.sluice.testing.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** From admission to the end: one step at a time, by whoever takes it. */
public interface ImportQueueContract {

  /** Fresh and empty. */
  Stores stores();

  private ImportQueue queue() {
    return stores().imports().queue();
  }

  private Import find(UUID id) {
    return stores().imports().store().find(id).orElseThrow();
  }

  /** Its file is there; one chunk of two rows. */
  private UUID queued(String tenant, String type) {
    UUID id = Samples.id();
    UUID ticket = Samples.id();
    stores().imports().store().create(id, ImportFixture.order(tenant, type));
    stores().imports().uploads().take(id, ticket, Duration.ofMinutes(1));
    var chunk = new Uploads.NewChunk(Samples.id(), new Claim("object", 0, 9, 1, 1), 2);
    ImportFile file = new ImportFile("object", "object", "sha", "{}", 2, 9);
    stores().imports().uploads().queue(id, ticket, file, List.of(chunk), null);
    return id;
  }

  private static Room room(int perTenant) {
    return new Room(perTenant, Map.of());
  }

  @Test
  default void each_tenant_has_its_room_and_the_oldest_come_first() {
    List<UUID> big = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      big.add(queued("big", "sales"));
    }
    UUID small = queued("small", "sales");
    assertEquals(Set.of(big.get(0), big.get(1), small), Set.copyOf(queue().admit(room(2))));
    assertEquals(List.of(), queue().admit(room(2)), "it is full");
    queue().cancel(big.get(0));
    assertEquals(List.of(big.get(2)), queue().admit(room(2)));
  }

  @Test
  default void a_type_has_its_room_and_holds_up_no_other() {
    UUID narrow1 = queued("default", "narrow");
    UUID narrow2 = queued("default", "narrow");
    UUID wide1 = queued("default", "wide");
    UUID wide2 = queued("default", "wide");
    UUID other = queued("acme", "narrow");
    Room room = new Room(3, Map.of("narrow", 1, "unused", 1));
    assertEquals(Set.of(narrow1, wide1, wide2, other), Set.copyOf(queue().admit(room)));
    queue().cancel(wide1);
    assertEquals(List.of(), queue().admit(room), "the one that waits has no room of its type");
    queue().cancel(narrow1);
    assertEquals(List.of(narrow2), queue().admit(room));
  }

  @Test
  default void what_is_admitted_can_be_worked_on() {
    var fixture = new ImportFixture(stores(), Samples.sales());
    UUID id = queued("default", "sales");
    assertTrue(fixture.lease().isEmpty());
    queue().admit(room(1));
    Lease lease = fixture.lease().orElseThrow();
    assertEquals(id.toString(), lease.batch().key().period());
    assertEquals(2, lease.batch().received());
  }

  @Test
  default void it_runs_once_somebody_has_begun() {
    UUID id = queued("default", "sales");
    queue().admit(room(1));
    assertTrue(queue().start(id));
    assertEquals(ImportStatus.RUNNING, find(id).status());
    assertNotNull(find(id).times().started());
    assertFalse(queue().start(id), "it runs already");
  }

  @Test
  default void it_ends_once_and_with_its_last_chunk() {
    var fixture = new ImportFixture(stores(), Samples.sales());
    String bad = ImportFixture.sale(9, "x");
    Import made = fixture.queue(ImportFixture.sales(1, 4, "1.00") + bad);
    assertFalse(queue().finish(made.id()));
    assertEquals(List.of(), queue().finishable(10));
    fixture.work();
    Import over = fixture.find(made.id());
    assertEquals(ImportStatus.COMPLETED_WITH_ERRORS, over.status());
    assertEquals(4, over.counts().stored());
    assertEquals(1, over.counts().rejected());
    assertNotNull(over.times().finished());
    assertFalse(queue().finish(made.id()), "it is over");
    assertEquals(Run.Status.COMPLETED, stores().books().run(made.run()).orElseThrow().status());
    assertEquals(List.of(), stores().books().audit());
  }

  @Test
  default void an_end_that_a_crash_left_out_is_found() {
    var fixture = new ImportFixture(stores(), Samples.sales());
    UUID empty = Samples.id();
    UUID ticket = Samples.id();
    stores().imports().store().create(empty, ImportFixture.order());
    stores().imports().uploads().take(empty, ticket, Duration.ofMinutes(1));
    ImportFile file = new ImportFile("object", "object", "sha", "{}", 0, 0);
    stores().imports().uploads().queue(empty, ticket, file, List.of(), null);
    assertEquals(List.of(), queue().finishable(10), "it is not admitted");
    queue().admit(room(1));
    assertEquals(List.of(empty), queue().finishable(10));
    assertTrue(queue().finish(empty));
    assertEquals(ImportStatus.COMPLETED, fixture.find(empty).status());
  }

  @Test
  default void chunks_that_cannot_be_processed_fail_it() {
    var fixture = new ImportFixture(stores(), Samples.sales());
    UUID id = queued("default", "sales");
    queue().admit(room(1));
    Lease lease = fixture.lease().orElseThrow();
    queue().start(id);
    assertTrue(stores().batches().bury(lease, "object-gone", "the object is gone"));
    assertTrue(queue().finish(id));
    Import failed = find(id);
    assertEquals(ImportStatus.FAILED, failed.status());
    assertEquals("dead-chunks", Objects.requireNonNull(failed.problem()).code());
    assertEquals(2, failed.counts().dead());
    assertEquals(List.of(), stores().books().audit());
  }

  @Test
  default void one_that_runs_by_name_alone_rests() {
    var fixture = new ImportFixture(stores(), Samples.sales());
    UUID id = queued("default", "sales");
    queue().admit(room(1));
    Lease lease = fixture.lease().orElseThrow();
    queue().start(id);
    assertEquals(List.of(), queue().rest(Duration.ofSeconds(30)), "a worker has said so lately");
    stores().batches().release(lease, Duration.ZERO, "", false);
    assertEquals(List.of(id), queue().rest(Duration.ofMillis(-60_000)));
    assertEquals(ImportStatus.QUEUED, find(id).status());
    assertEquals(List.of(), queue().rest(Duration.ofMillis(-60_000)));
    assertTrue(queue().start(id), "it runs again once somebody works on it");
  }

  @Test
  default void what_landed_stays_when_it_is_cancelled() {
    var fixture = new ImportFixture(stores(), Samples.sales());
    Import made = fixture.queue(ImportFixture.sales(1, 7, "1.00"));
    fixture.handle(fixture.lease().orElseThrow());
    Lease lost = fixture.lease().orElseThrow();
    long problems = stores().books().totals().openProblems();
    assertTrue(queue().cancel(made.id()));
    assertFalse(queue().cancel(made.id()));
    Import cancelled = fixture.find(made.id());
    assertEquals(ImportStatus.CANCELLED, cancelled.status());
    assertEquals(3, cancelled.counts().stored());
    assertEquals(4, cancelled.counts().dead());
    assertEquals(3, cancelled.rowsDone());
    assertTrue(cancelled.counts().settled());
    assertEquals(problems, stores().books().totals().openProblems(), "nobody has to do anything");
    assertInstanceOf(Attempt.Done.class, fixture.handle(lost), "whoever was at it lost it");
    assertEquals(cancelled.counts(), fixture.find(made.id()).counts());
    assertTrue(fixture.lease().isEmpty());
    assertEquals(Run.Status.CANCELLED, stores().books().run(made.run()).orElseThrow().status());
    assertEquals(List.of(), stores().books().audit());
  }

  @Test
  default void an_upload_can_be_cancelled() {
    UUID id = stores().imports().store().create(Samples.id(), ImportFixture.order()).id();
    assertTrue(queue().cancel(id));
    assertEquals(ImportStatus.CANCELLED, find(id).status());
    assertFalse(stores().imports().uploads().take(id, Samples.id(), Duration.ofMinutes(1)));
  }
}
