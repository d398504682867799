package dev.sluice.bench.record;

import dev.sluice.definition.DatasetDefinition;
import dev.sluice.definition.Definitions;
import dev.sluice.definition.FeedDefinition;
import dev.sluice.definition.Loaded;
import dev.sluice.record.JsonLimits;
import dev.sluice.record.Parsed;
import dev.sluice.record.Processed;
import dev.sluice.record.RecordProcessor;
import dev.sluice.record.StrictJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One order of PARTNER_A from its bytes to its row, with the definitions of {@code
 * examples/nexusstream}, on one thread. Run from the root of the repository.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordBenchmark {
  /** 311 bytes: the example's order with long ids, as a partner's client prints it. */
  static final String ORDER =
      """
      {
        "orderId": "ORD-A-2024-01-15-0000012345-EU-WEST-1",
        "sequence": 123456789012,
        "sku": "SKU-ABC123-EU-BLACK-128GB-REFURBISHED-B",
        "customerId": "CUSTOMER-EUWEST1-7f9c24e8-3b12-4fef-91e0-56a2d5a1c0de",
        "quantity": 5,
        "unitPrice": 29.99,
        "taxRate": 0.08,
        "orderedAt": "2024-01-15T10:30:00.000Z"
      }
      """;

  private static final Instant NOW = Instant.parse("2024-01-15T10:30:05.123Z");

  private final byte[] order = ORDER.getBytes(StandardCharsets.UTF_8);
  private final StrictJson json = new StrictJson(JsonLimits.RECORD);
  private final RecordProcessor processor = processor();

  private static RecordProcessor processor() {
    Loaded loaded = Definitions.load(Path.of("examples/nexusstream"));
    FeedDefinition feed =
        loaded.feeds().stream()
            .filter(one -> one.name().equals("partner-a"))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("run it from the repository's root"));
    DatasetDefinition orders = loaded.dataset(feed.dataset()).orElseThrow();
    return feed.processor(orders, UUID::randomUUID);
  }

  int bytes() {
    return order.length;
  }

  @Benchmark
  public Processed process() {
    return processor.process(order, NOW);
  }

  /** The part of it that reads. */
  @Benchmark
  public Parsed parse() {
    return json.parse(order);
  }
}
