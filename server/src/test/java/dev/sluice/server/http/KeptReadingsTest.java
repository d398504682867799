package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.run.BackendException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * At most five minutes old, and read on a schedule for as long as somebody asks (N15, N36, N41).
 */
class KeptReadingsTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final AtomicInteger reads = new AtomicInteger();
  private final KeptReadings<String, Integer> kept =
      new KeptReadings<>(key -> reads.incrementAndGet(), now::get);

  private void later(Duration duration) {
    now.updateAndGet(at -> at.plus(duration));
  }

  @Test
  void a_reading_is_kept_for_five_minutes_and_says_when_it_was() {
    assertEquals(new KeptReadings.Reading<>(1, START), kept.of("a", false));
    later(KeptReadings.KEPT);
    assertEquals(new KeptReadings.Reading<>(1, START), kept.of("a", false));
    later(Duration.ofMillis(1));
    assertEquals(2, kept.of("a", false).value());
    assertEquals(now.get(), kept.of("a", false).at());
  }

  @Test
  void a_fresh_one_is_read_now_and_kept_for_the_others() {
    kept.of("a", false);
    later(Duration.ofSeconds(1));
    assertEquals(2, kept.of("a", true).value());
    assertEquals(2, kept.of("a", false).value());
    assertEquals(3, kept.of("b", false).value());
  }

  @Test
  void those_who_come_together_share_a_reading() throws Exception {
    List<Callable<Integer>> asking = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      asking.add(() -> kept.of("a", false).value());
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(asking)) {
        assertEquals(1, answer.get());
      }
    }
  }

  @Test
  void the_schedule_reads_again_what_is_asked_for_before_it_is_too_old() {
    kept.of("a", false);
    later(Duration.ofMinutes(4).plusSeconds(1));
    try (kept) {
      kept.start();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (reads.get() < 2) {
        assertTrue(System.nanoTime() < deadline, "never read again");
        LockSupport.parkNanos(1_000_000);
      }
      while (!kept.of("a", false).at().equals(now.get())) {
        assertTrue(System.nanoTime() < deadline);
      }
      assertEquals(2, reads.get());
    }
  }

  @Test
  void a_backend_that_is_away_is_no_reason_to_show_what_is_too_old() {
    KeptReadings<String, Integer> failing =
        new KeptReadings<>(
            key -> {
              if (reads.incrementAndGet() > 1) {
                throw new BackendException(
                    BackendException.Kind.UNAVAILABLE, "away", new IllegalStateException());
              }
              return 1;
            },
            now::get);
    assertEquals(1, failing.of("a", false).value());
    later(Duration.ofMinutes(4));
    assertEquals(1, failing.of("a", false).value());
    later(Duration.ofMinutes(2));
    assertThrows(BackendException.class, () -> failing.of("a", false));
  }
}
