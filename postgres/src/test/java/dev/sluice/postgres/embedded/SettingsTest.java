package dev.sluice.postgres.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @ParameterizedTest
  @CsvSource({"0.5, 128", "2, 128", "4, 256", "8, 512", "24, 512", "1000000, 512"})
  void a_sixteenth_of_the_memory_is_for_buffers_within_bounds(double gibibytes, int megabytes) {
    assertEquals(megabytes, Settings.sharedBuffersMegabytes((long) (gibibytes * (1L << 30))));
  }
}
