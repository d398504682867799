package dev.sluice.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.testing.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** A ticket opens one connection, soon. */
public interface TicketsContract {

  /** Fresh and empty. */
  Stores stores();

  @Test
  default void a_ticket_is_spent_by_whoever_comes_first() throws Exception {
    stores().tickets().issue(new byte[] {1}, "operator", Duration.ofMinutes(5));
    List<Callable<Optional<String>>> callers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      callers.add(() -> stores().tickets().spend(new byte[] {1}));
    }
    List<String> let = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(callers)) {
        answer.get().ifPresent(let::add);
      }
    }
    assertEquals(List.of("operator"), let);
  }

  @Test
  default void a_ticket_that_is_old_or_made_up_lets_nobody_in() {
    stores().tickets().issue(new byte[] {1}, "operator", Duration.ofSeconds(-5));
    assertEquals(Optional.empty(), stores().tickets().spend(new byte[] {1}));
    assertEquals(Optional.empty(), stores().tickets().spend(new byte[] {2}));
  }

  @Test
  default void old_tickets_are_forgotten() {
    stores().tickets().issue(new byte[] {1}, "operator", Duration.ofSeconds(-5));
    stores().tickets().issue(new byte[] {2}, "key-1", Duration.ofMinutes(5));
    assertEquals(1, stores().tickets().purge(10));
    assertEquals(Optional.of("key-1"), stores().tickets().spend(new byte[] {2}));
  }
}
