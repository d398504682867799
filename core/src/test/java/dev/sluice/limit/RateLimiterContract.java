package dev.sluice.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.testing.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a limiter admits. */
public interface RateLimiterContract {
  Rate SLOW = new Rate(1_000, Duration.ofMinutes(1));

  SettableClock clock();

  /** Fresh, on that clock. */
  RateLimiter limiter();

  /** How many of so many evenly spread requests get through. */
  private int admitted(int requests, Duration over) {
    int admitted = 0;
    for (int i = 0; i < requests; i++) {
      admitted += limiter().take("key", SLOW).taken() ? 1 : 0;
      clock().advance(over.dividedBy(requests));
    }
    return admitted;
  }

  @Test
  default void three_thousand_requests_in_a_minute_at_a_thousand_a_minute() {
    int admitted = admitted(3_000, Duration.ofMinutes(1));
    assertTrue(admitted >= 1_000 && admitted <= 1_010, admitted + " admitted");
  }

  /** Where fixed windows of a minute would admit nearly twice as many. */
  @Test
  default void earlier_requests_open_no_second_window() {
    for (int earlier : new int[] {1, 45, 59}) {
      assertTrue(limiter().take("key" + earlier, SLOW).taken());
      clock().advance(Duration.ofSeconds(earlier));
      int admitted = 0;
      for (int i = 0; i < 3_000; i++) {
        admitted += limiter().take("key" + earlier, SLOW).taken() ? 1 : 0;
        clock().advance(Duration.ofMillis(20));
      }
      assertTrue(admitted >= 999 && admitted <= 1_012, earlier + ": " + admitted);
    }
  }

  @Test
  default void the_rate_is_kept_up_minute_after_minute() {
    int admitted = admitted(30_000, Duration.ofMinutes(10));
    assertTrue(admitted >= 10_000 && admitted <= 10_100, admitted + " admitted");
  }

  @Test
  default void whoever_keeps_to_the_rate_is_never_refused() {
    assertEquals(5_000, admitted(5_000, Duration.ofMinutes(5)));
  }

  @Test
  default void what_is_left_and_how_long_to_wait_are_told() {
    Rate two = new Rate(2, Duration.ofSeconds(10));
    assertEquals(
        new RateLimiter.Verdict(true, 1, Duration.ofSeconds(10)), limiter().take("key", two));
    clock().advance(Duration.ofSeconds(4));
    assertEquals(0, limiter().take("key", two).remaining());
    RateLimiter.Verdict refused = limiter().take("key", two);
    assertFalse(refused.taken());
    assertEquals(0, refused.remaining());
    Duration wait = refused.untilMore();
    assertTrue(wait.compareTo(Duration.ofSeconds(6)) <= 0, wait.toString());
    assertTrue(wait.compareTo(Duration.ofMillis(5_900)) >= 0, wait.toString());
    clock().advance(wait.minusNanos(1));
    assertFalse(limiter().take("key", two).taken());
    clock().advance(Duration.ofNanos(1));
    assertTrue(limiter().take("key", two).taken());
    assertFalse(limiter().take("key", two).taken());
  }

  @Test
  default void subjects_do_not_share() {
    Rate one = new Rate(1, Duration.ofSeconds(1));
    assertTrue(limiter().take("a", one).taken());
    assertFalse(limiter().take("a", one).taken());
    assertTrue(limiter().take("b", one).taken());
  }

  @Test
  default void a_changed_limit_counts_at_once() {
    for (int i = 0; i < 10; i++) {
      limiter().take("key", new Rate(10, Duration.ofMinutes(1)));
    }
    RateLimiter.Verdict more = limiter().take("key", new Rate(20, Duration.ofMinutes(1)));
    assertTrue(more.taken());
    assertEquals(9, more.remaining());
    RateLimiter.Verdict less = limiter().take("key", new Rate(5, Duration.ofMinutes(1)));
    assertFalse(less.taken());
    assertEquals(0, less.remaining());
    assertTrue(limiter().take("key", new Rate(5, Duration.ofHours(1))).taken());
  }

  @Test
  default void many_at_once_take_no_more_than_there_is()
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> asked = new ArrayList<>();
      for (int i = 0; i < 3_000; i++) {
        asked.add(threads.submit(() -> limiter().take("key", SLOW).taken()));
      }
      int admitted = 0;
      for (Future<Boolean> one : asked) {
        admitted += one.get() ? 1 : 0;
      }
      assertEquals(1_000, admitted);
    }
  }
}
