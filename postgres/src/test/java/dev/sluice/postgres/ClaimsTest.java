package dev.sluice.postgres;

import static dev.sluice.testing.Samples.sale;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.LetterFilter;
import dev.sluice.run.Lease;
import dev.sluice.run.RunKind;
import dev.sluice.testing.DeskFixture;
import dev.sluice.testing.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How a plan cuts letters into batches. */
class ClaimsTest {
  private final Stores stores = new CoreDatabase().stores();
  private final DeskFixture desk = new DeskFixture(stores);

  /** Records of each batch that the plan made. */
  private List<Integer> planned() {
    desk.desk().replay(desk.desk().select(LetterFilter.ANY), null, "desk", null);
    desk.handle(desk.leaseReplay());
    List<Integer> received = new ArrayList<>();
    for (Optional<Lease> lease = lease(); lease.isPresent(); lease = lease()) {
      received.add(lease.get().batch().received());
    }
    return received;
  }

  private Optional<Lease> lease() {
    return desk.lease(RunKind.REPLAY, Duration.ofSeconds(30));
  }

  @Test
  void batches_hold_at_most_200_letters_and_a_whole_batch_is_one_of_its_own() {
    String[] bad = new String[430];
    for (int i = 0; i < bad.length; i++) {
      bad[i] = "{\"number\":" + i + "}";
    }
    desk.land(bad);
    desk.whole(sale(1), sale(2), sale(3));
    assertEquals(List.of(200, 200, 30, 3), planned());
    assertEquals(List.of(), stores.books().audit());
  }

  @Test
  void batches_hold_no_more_than_memory_should() {
    String large = "{\"note\":\"" + "x".repeat(3 << 20) + "\"}";
    for (int i = 0; i < 5; i++) {
      DeadLetter letter = desk.letter("{\"number\":" + i + "}");
      stores.letters().edit(letter.id(), OptionalLong.empty(), large.getBytes(UTF_8));
    }
    assertEquals(List.of(2, 2, 1), planned());
  }
}
