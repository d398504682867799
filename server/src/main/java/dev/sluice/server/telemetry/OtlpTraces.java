package dev.sluice.server.telemetry;

import dev.sluice.feed.FeedRequest;
import dev.sluice.run.Batch;
import dev.sluice.run.Lease;
import dev.sluice.run.NewBatch;
import io.opentelemetry.api.trace.SpanKind;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Requests, commits, and batches in workers' hands as spans. Trace and span ids of a batch follow
 * from its correlation id and its own id, so that the process that lands it - also after the one
 * that took it was killed - goes on in the same trace.
 */
public final class OtlpTraces implements Traces {
  private static final String CORRELATION = "sluice.correlation_id";
  private static final String BATCH = "sluice.batch";
  private static final String RECORDS = "sluice.records";

  private final OtlpSpans spans;
  private final double ratio;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * @param ratio of traces that are written where no caller decided; 0 to 1
   */
  public OtlpTraces(
      URI endpoint,
      Map<String, String> headers,
      double ratio,
      String version,
      InstantSource clock,
      RandomGenerator random) {
    this.spans = new OtlpSpans(endpoint, headers, version);
    this.ratio = ratio;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public @Nullable String begin(String correlation, @Nullable String traceparent) {
    Optional<TraceParent> caller = TraceParent.parse(traceparent);
    String trace = caller.map(TraceParent::trace).orElseGet(() -> TraceParent.traceOf(correlation));
    boolean sampled = caller.map(TraceParent::sampled).orElseGet(() -> isChosen(trace));
    return sampled ? new TraceParent(trace, newSpan(), true).toString() : null;
  }

  /** The same in every process. */
  private boolean isChosen(String trace) {
    String spread = TraceParent.spanOf("chosen:" + trace);
    return (HexFormat.fromHexDigitsToLong(spread) >>> 11) * 0x1.0p-53 < ratio;
  }

  private String newSpan() {
    long id = random.nextLong();
    return HexFormat.of().toHexDigits(id == 0 ? 1 : id);
  }

  @Override
  public void answered(Request request, long nanos) {
    TraceParent own = TraceParent.parse(request.own()).orElseThrow();
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("http.request.method", request.method());
    attributes.put("http.route", request.route());
    attributes.put("http.response.status_code", request.status());
    attributes.put(CORRELATION, request.correlation());
    write(
        own,
        TraceParent.parse(request.traceparent()).map(TraceParent::span).orElse(null),
        request.method() + " " + request.route(),
        SpanKind.SERVER,
        nanos,
        attributes,
        List.of(),
        request.status() >= 500);
  }

  @Override
  public void accepted(Group group, long nanos) {
    List<TraceParent> requests = new ArrayList<>();
    for (FeedRequest request : group.requests()) {
      TraceParent.parse(request.traceparent()).ifPresent(requests::add);
    }
    if (requests.isEmpty()) {
      return;
    }
    for (NewBatch batch : group.batches()) {
      commit(batch, requests, group, nanos);
    }
  }

  /**
   * One span in the batch's trace that links to the requests. A request whose trace is another has
   * a span of the same commit in its own, which links back.
   */
  private void commit(NewBatch batch, List<TraceParent> requests, Group group, long nanos) {
    String trace = TraceParent.traceOf(batch.correlation());
    TraceParent own = new TraceParent(trace, TraceParent.spanOf("batch:" + batch.id()), true);
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put(CORRELATION, batch.correlation());
    attributes.put(BATCH, batch.id());
    attributes.put("sluice.run", batch.run());
    attributes.put("sluice.feed", batch.key().name());
    attributes.put("sluice.dataset", batch.dataset());
    attributes.put(RECORDS, group.records());
    attributes.put("sluice.requests", group.requests().size());
    List<TraceParent> elsewhere =
        requests.stream().filter(request -> !request.trace().equals(trace)).toList();
    String parent =
        requests.stream()
            .filter(request -> request.trace().equals(trace))
            .map(TraceParent::span)
            .findFirst()
            .orElse(null);
    String name = "commit " + batch.dataset();
    write(own, parent, name, SpanKind.INTERNAL, nanos, attributes, elsewhere, false);
    for (TraceParent request : elsewhere) {
      TraceParent shared = new TraceParent(request.trace(), newSpan(), true);
      Map<String, Object> link = Map.of(BATCH, batch.id());
      write(shared, request.span(), name, SpanKind.INTERNAL, nanos, link, List.of(own), false);
    }
  }

  @Override
  public void landed(Landed landed, long nanos) {
    Batch batch = landed.lease().batch();
    String trace = TraceParent.traceOf(batch.correlation());
    if (!isChosen(trace)) {
      return;
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("sluice.dataset", landed.dataset().name());
    attributes.put(BATCH, batch.id());
    attributes.put(RECORDS, landed.entries().size());
    if (landed.entries().size() == 1) {
      attributes.put("sluice.record", landed.entries().getFirst().accepted().id());
    }
    write(
        new TraceParent(trace, newSpan(), true),
        handling(landed.lease()),
        "store " + landed.dataset().name(),
        SpanKind.CLIENT,
        nanos,
        attributes,
        List.of(),
        false);
  }

  @Override
  public void handled(Lease lease, Outcome outcome, long nanos) {
    Batch batch = lease.batch();
    String trace = TraceParent.traceOf(batch.correlation());
    if (!isChosen(trace)) {
      return;
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put(CORRELATION, batch.correlation());
    attributes.put(BATCH, batch.id());
    attributes.put("sluice.queue", batch.key().kind().label());
    attributes.put("sluice.epoch", lease.epoch());
    attributes.put("sluice.attempts", batch.attempts());
    attributes.put("sluice.rescues", batch.rescues());
    attributes.put("sluice.outcome", outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    write(
        new TraceParent(trace, handling(lease), true),
        TraceParent.spanOf("batch:" + batch.id()),
        "handle " + batch.key().kind().label(),
        SpanKind.CONSUMER,
        nanos,
        attributes,
        List.of(),
        outcome != Outcome.DONE);
  }

  private static String handling(Lease lease) {
    return TraceParent.spanOf("handle:" + lease.batch().id() + ":" + lease.epoch());
  }

  @Override
  public void rescued(int batches) {}

  private void write(
      TraceParent place,
      @Nullable String parent,
      String name,
      SpanKind kind,
      long nanos,
      Map<String, Object> attributes,
      List<TraceParent> links,
      boolean failed) {
    Instant now = clock.instant();
    long end = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    spans.write(
        new OtlpSpans.Finished(place, parent, name, kind, end, nanos, attributes, links, failed));
  }

  @Override
  public void close() {
    spans.close();
  }
}
