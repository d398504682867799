package dev.sluice.server.telemetry;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.feed.FeedObserver.Group;
import dev.sluice.feed.FeedRequest;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunKind;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** T29, L82, N70: what arrives at a collector. */
class OtlpTracesTest {
  private static final String CALLER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static OtlpTraces traces(String url, double ratio) {
    return new OtlpTraces(
        URI.create(url + "/v1/traces"),
        Map.of(),
        ratio,
        "test",
        InstantSource.fixed(NOW),
        new Random(1));
  }

  private static NewBatch batch(String correlation) {
    RunKey key = new RunKey("default", RunKind.FEED, "partner-a", "2026-03-01");
    return new NewBatch(UUID.randomUUID(), UUID.randomUUID(), key, "orders", "hash", correlation);
  }

  @Test
  void a_request_goes_on_in_its_callers_trace() throws IOException, InterruptedException {
    try (Collector collector = Collector.start();
        OtlpTraces traces = traces(collector.url(), 0)) {
      String own = requireNonNull(traces.begin("c-1", CALLER));
      traces.answered(
          new Traces.Request(own, CALLER, "c-1", "POST", "/api/feed/{feed}", 503), 5_000_000);
      Collector.Span span = collector.await(one -> true);

      assertEquals("4bf92f3577b34da6a3ce929d0e0e4736", span.trace());
      assertEquals("00f067aa0ba902b7", span.parent());
      assertEquals("POST /api/feed/{feed}", span.name());
      assertEquals("c-1", span.attributes().get("sluice.correlation_id"));
      assertEquals("503", span.attributes().get("http.response.status_code"));
      assertTrue(span.failed());
      assertEquals(5_000_000, span.end() - span.start());
      assertEquals(NOW.getEpochSecond() * 1_000_000_000L, span.end());
    }
  }

  @Test
  void requests_that_share_a_commit_are_linked_with_it_both_ways()
      throws IOException, InterruptedException {
    try (Collector collector = Collector.start();
        OtlpTraces traces = traces(collector.url(), 1)) {
      String one = requireNonNull(traces.begin("one", null));
      String two = requireNonNull(traces.begin("two", CALLER));
      NewBatch batch = batch("of-both");
      traces.accepted(
          new Group(
              List.of(batch),
              List.of(
                  new FeedRequest("one", null, one),
                  new FeedRequest("two", null, two),
                  new FeedRequest("untraced", null, null)),
              3),
          1_000);
      String trace = TraceParent.traceOf("of-both");
      Collector.Span commit = collector.await(span -> span.trace().equals(trace));
      collector.await(span -> span.trace().equals(TraceParent.traceOf("one")));
      collector.await(span -> CALLER.contains(span.trace()));

      assertEquals("", commit.parent());
      assertEquals("3", commit.attributes().get("sluice.requests"));
      assertEquals(Set.of(place(one), place(two)), Set.copyOf(commit.links()));
      Set<String> parents =
          collector.spans(span -> !span.trace().equals(trace)).stream()
              .map(span -> span.trace() + "/" + span.parent())
              .collect(Collectors.toSet());
      assertEquals(Set.of(place(one), place(two)), parents);
      collector
          .spans(span -> !span.trace().equals(trace))
          .forEach(span -> assertEquals(List.of(trace + "/" + commit.id()), span.links()));
    }
  }

  private static String place(String traceparent) {
    TraceParent parsed = TraceParent.parse(traceparent).orElseThrow();
    return parsed.trace() + "/" + parsed.span();
  }

  @Test
  void the_caller_decides_else_a_part_of_all_traces_is_written() {
    try (OtlpTraces none = traces("http://127.0.0.1:9", 0);
        OtlpTraces half = traces("http://127.0.0.1:9", 0.5);
        OtlpTraces other = traces("http://127.0.0.1:9", 0.5)) {
      assertNull(none.begin("c", null));
      assertNotEquals(null, none.begin("c", CALLER));
      assertNull(half.begin("c", CALLER.replaceFirst("01$", "00")));
      int written = 0;
      for (int i = 0; i < 1_000; i++) {
        boolean here = half.begin("c" + i, null) != null;
        assertEquals(here, other.begin("c" + i, null) != null, "decided alike everywhere");
        written += here ? 1 : 0;
      }
      assertTrue(written > 400 && written < 600, "" + written);
    }
  }

  @Test
  void a_collector_that_is_away_holds_nobody_up() {
    OtlpTraces traces = traces("http://127.0.0.1:9", 1);
    for (int i = 0; i < 20_000; i++) {
      String own = requireNonNull(traces.begin("c" + i, null));
      traces.answered(new Traces.Request(own, null, "c" + i, "GET", "/", 200), 1);
    }
    traces.close();
  }
}
