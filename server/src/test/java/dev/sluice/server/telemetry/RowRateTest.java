package dev.sluice.server.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RowRateTest {
  private final AtomicLong seconds = new AtomicLong(1_000);
  private final RowRate rate = new RowRate(() -> seconds.get() * 1_000_000_000L);

  @Test
  void it_is_what_came_in_whole_seconds_and_forgets() {
    assertEquals(0, rate.perSecond());
    rate.add(300);
    assertEquals(0, rate.perSecond(), "this second is not over");
    seconds.addAndGet(1);
    assertEquals(300, rate.perSecond());
    rate.add(100);
    seconds.addAndGet(3);
    assertEquals(100, rate.perSecond());
    seconds.addAndGet(26);
    assertEquals(400 / 30.0, rate.perSecond());
    seconds.addAndGet(1);
    assertEquals(100 / 30.0, rate.perSecond());
    seconds.addAndGet(1_000);
    assertEquals(0, rate.perSecond());
  }
}
