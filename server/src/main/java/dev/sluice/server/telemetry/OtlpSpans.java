package dev.sluice.server.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Spans with ids of our choice, sent by OTLP over HTTP in batches. What cannot be sent in time is
 * dropped: nobody waits for a trace.
 */
final class OtlpSpans implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int WAITING = 8_192;
  private static final int AT_ONCE = 512;

  private final ChosenIds ids = new ChosenIds();
  private final SdkTracerProvider provider;
  private final Tracer tracer;

  /**
   * A span that is over.
   *
   * @param parent span id in the same trace; null: the trace begins with it
   * @param end nanoseconds since 1970
   */
  record Finished(
      TraceParent place,
      @Nullable String parent,
      String name,
      SpanKind kind,
      long end,
      long nanos,
      Map<String, Object> attributes,
      List<TraceParent> links,
      boolean failed) {}

  /** Ids for the next span of this thread. */
  private static final class ChosenIds implements IdGenerator {
    @SuppressWarnings("ThreadLocalUsage") // one a tracer
    private final ThreadLocal<@Nullable TraceParent> next = new ThreadLocal<>();

    @Override
    public String generateSpanId() {
      TraceParent chosen = next.get();
      return chosen == null ? IdGenerator.random().generateSpanId() : chosen.span();
    }

    @Override
    public String generateTraceId() {
      TraceParent chosen = next.get();
      return chosen == null ? IdGenerator.random().generateTraceId() : chosen.trace();
    }
  }

  OtlpSpans(URI endpoint, Map<String, String> headers, String version) {
    OtlpLog.install();
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder().setEndpoint(endpoint.toString()).setTimeout(TIMEOUT);
    headers.forEach(exporter::addHeader);
    provider =
        SdkTracerProvider.builder()
            .setResource(resource(version))
            .setIdGenerator(ids)
            .setSampler(Sampler.alwaysOn())
            .addSpanProcessor(
                BatchSpanProcessor.builder(exporter.build())
                    .setScheduleDelay(EVERY)
                    .setMaxQueueSize(WAITING)
                    .setMaxExportBatchSize(AT_ONCE)
                    .setExporterTimeout(TIMEOUT)
                    .build())
            .build();
    tracer = provider.get("dev.sluice");
  }

  private static Resource resource(String version) {
    return Resource.create(
        Attributes.builder()
            .put("service.name", "sluice")
            .put("service.version", version)
            .put("process.pid", ProcessHandle.current().pid())
            .build());
  }

  void write(Finished finished) {
    SpanBuilder builder =
        tracer
            .spanBuilder(finished.name())
            .setSpanKind(finished.kind())
            .setStartTimestamp(finished.end() - finished.nanos(), TimeUnit.NANOSECONDS)
            .setAllAttributes(attributes(finished.attributes()));
    if (finished.parent() == null) {
      builder.setNoParent();
    } else {
      SpanContext parent =
          context(new TraceParent(finished.place().trace(), finished.parent(), true));
      builder.setParent(Context.root().with(Span.wrap(parent)));
    }
    finished.links().forEach(link -> builder.addLink(context(link)));
    Span span;
    try {
      ids.next.set(finished.place());
      span = builder.startSpan();
    } finally {
      ids.next.remove();
    }
    if (finished.failed()) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end(finished.end(), TimeUnit.NANOSECONDS);
  }

  private static SpanContext context(TraceParent place) {
    return SpanContext.createFromRemoteParent(
        place.trace(), place.span(), TraceFlags.getSampled(), TraceState.getDefault());
  }

  private static Attributes attributes(Map<String, Object> given) {
    AttributesBuilder attributes = Attributes.builder();
    given.forEach((name, value) -> {
      switch (value) {
        case Integer number -> attributes.put(AttributeKey.longKey(name), number.longValue());
        case Long number -> attributes.put(AttributeKey.longKey(name), number);
        default -> attributes.put(AttributeKey.stringKey(name), value.toString());
      }
    });
    return attributes.build();
  }

  @Override
  public void close() {
    provider.shutdown().join(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }
}
