package dev.sluice.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How rates are written. */
class RateTest {

  @ParameterizedTest
  @CsvSource({
    "1000/min, 1000, PT1M, 1000/min",
    "50 / second, 50, PT1S, 50/s",
    "7/h, 7, PT1H, 7/h",
    "1/day, 1, P1D, 1/d"
  })
  void a_rate_reads_back(String text, long permits, Duration per, String written) {
    Rate rate = new Rate(permits, per);
    assertEquals(Optional.of(rate), Rate.parse(text));
    assertEquals(written, rate.toString());
    assertEquals(Optional.of(rate), Rate.parse(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "1000", "/min", "0/min", "-1/s", "1.5/s", "1/year", "9999999999/s"})
  void what_is_no_rate_is_none(String text) {
    assertTrue(Rate.parse(text).isEmpty(), text);
  }

  @Test
  void a_rate_is_positive_and_in_whole_seconds() {
    assertThrows(IllegalArgumentException.class, () -> new Rate(0, Duration.ofSeconds(1)));
    assertThrows(IllegalArgumentException.class, () -> new Rate(1, Duration.ofMillis(1_500)));
  }
}
