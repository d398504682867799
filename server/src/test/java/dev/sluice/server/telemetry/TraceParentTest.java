package dev.sluice.server.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  @Test
  void what_it_writes_it_reads() {
    String text = "00-" + TRACE + "-" + SPAN + "-01";
    assertEquals(Optional.of(new TraceParent(TRACE, SPAN, true)), TraceParent.parse(text));
    assertEquals(text, TraceParent.parse(text).orElseThrow().toString());
    assertEquals(
        Optional.of(new TraceParent(TRACE, SPAN, false)),
        TraceParent.parse("00-" + TRACE + "-" + SPAN + "-02"));
    assertTrue(TraceParent.parse("cc-" + TRACE + "-" + SPAN + "-01-what-comes").isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01"
      })
  void what_is_none_is_passed_over(String text) {
    assertEquals(Optional.empty(), TraceParent.parse(text));
  }

  @Test
  void a_correlation_id_has_a_trace_of_its_own() {
    assertEquals(TRACE, TraceParent.traceOf(TRACE));
    assertEquals(
        "01a1fe2e7a85700094a8c9ec6d01feae",
        TraceParent.traceOf("01a1fe2e-7a85-7000-94a8-c9ec6d01feae"));
    String made = TraceParent.traceOf("order 66");
    assertTrue(made.matches("[0-9a-f]{32}"), made);
    assertEquals(made, TraceParent.traceOf("order 66"));
    assertNotEquals(made, TraceParent.traceOf("order 67"));
    assertNotEquals("0".repeat(32), TraceParent.traceOf("0".repeat(32)));
  }
}
