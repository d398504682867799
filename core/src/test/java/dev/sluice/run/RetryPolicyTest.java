package dev.sluice.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  @Test
  void ceilings_double_from_two_seconds_E53() {
    RetryPolicy policy = new RetryPolicy(4, Duration.ofSeconds(2), 2.0, Duration.ofMinutes(1));
    assertEquals(Duration.ofSeconds(2), policy.ceiling(1));
    assertEquals(Duration.ofSeconds(4), policy.ceiling(2));
    assertEquals(Duration.ofSeconds(8), policy.ceiling(3));
    assertTrue(!policy.exhausted(3) && policy.exhausted(4));
  }

  @Property(seed = "2026")
  void a_delay_is_within_its_ceiling_and_the_longest_delay_T04(
      @ForAll @IntRange(min = 1, max = 10_000) int failures,
      @ForAll @IntRange(min = 0, max = 100_000) int initial,
      @ForAll @IntRange(min = 0, max = 1_000_000) int longest,
      @ForAll long seed) {
    RetryPolicy policy =
        new RetryPolicy(5, Duration.ofMillis(initial), 3, Duration.ofMillis(longest));
    Duration delay = policy.delay(failures, new Random(seed));
    assertTrue(!delay.isNegative());
    assertTrue(delay.compareTo(policy.ceiling(failures)) <= 0);
    assertTrue(delay.toMillis() <= longest);
  }
}
