package dev.sluice.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.record.Column;
import dev.sluice.record.Processed;
import dev.sluice.record.RecordProcessor;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The shipped definitions of the partner feeds (N24, N25, N43, N44) on the samples that lie beside
 * them.
 */
class NexusStreamExampleTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("sluice.root", ".."), "examples", "nexusstream");

  private final Loaded loaded = Definitions.load(FOLDER);
  private final DatasetDefinition orders = loaded.dataset("orders").orElseThrow();

  private List<Processed> process(String feed) throws IOException {
    FeedDefinition definition =
        loaded.feeds().stream().filter(one -> one.name().equals(feed)).findFirst().orElseThrow();
    RecordProcessor processor = definition.processor(orders, () -> new UUID(0, 0));
    List<Processed> processed = new ArrayList<>();
    for (String line : Files.readAllLines(FOLDER.resolve(feed + ".ndjson"))) {
      processed.add(
          processor.process(
              line.getBytes(StandardCharsets.UTF_8), Instant.parse("2024-01-15T10:30:05.123Z")));
    }
    return processed;
  }

  private @Nullable Object value(Processed processed, String column) {
    Processed.Accepted accepted =
        assertInstanceOf(Processed.Accepted.class, processed, processed.toString());
    Object value = accepted.values().get(orders.columns().position(column));
    return value instanceof BigDecimal number ? number.stripTrailingZeros().toPlainString() : value;
  }

  @Test
  void the_definitions_have_no_findings() {
    assertEquals(List.of(), loaded.findings());
    assertTrue(orders.columns().column("id").filter(Column::filledByPlatform).isPresent());
    assertTrue(orders.columns().column("processedAt").filter(Column::filledByPlatform).isPresent());
  }

  @Test
  void partner_a_becomes_the_specs_order_event_with_exact_money() throws IOException {
    List<Processed> processed = process("partner-a");
    Processed first = processed.getFirst();
    assertEquals("149.95", value(first, "grossAmount"));
    assertEquals("11.996", value(first, "taxAmount"));
    assertEquals("161.946", value(first, "netAmount"));
    assertEquals(42L, value(first, "sequenceNumber"));
    assertEquals(OffsetDateTime.parse("2024-01-15T10:30:05.123Z"), value(first, "processedAt"));
    assertEquals(
        OffsetDateTime.parse("2024-01-15T10:30:30Z"), value(processed.get(1), "transactionTime"));
    Processed.Accepted resent = assertInstanceOf(Processed.Accepted.class, processed.get(2));
    assertEquals(((Processed.Accepted) first).id(), resent.id());
    assertEquals(((Processed.Accepted) first).fingerprint(), resent.fingerprint());
    Processed.Rejected bad = assertInstanceOf(Processed.Rejected.class, processed.get(3));
    assertEquals(
        List.of("format", "maximum", "minimum"),
        bad.errors().stream().map(error -> error.code()).sorted().toList());
  }

  @Test
  void partner_b_becomes_the_same_shape() throws IOException {
    List<Processed> processed = process("partner-b");
    Processed first = processed.getFirst();
    assertEquals("19.99", value(first, "unitPrice"));
    assertEquals("0.0825", value(first, "taxRate"));
    assertEquals("39.98", value(first, "grossAmount"));
    assertEquals("3.29835", value(first, "taxAmount"));
    assertEquals("43.27835", value(first, "netAmount"));
    assertEquals("PARTNER_B", value(first, "partnerId"));
    assertEquals(OffsetDateTime.parse("2024-01-15T10:30:00Z"), value(first, "transactionTime"));
    assertEquals("0.05", value(processed.get(1), "netAmount"));
    Processed.Rejected bad = assertInstanceOf(Processed.Rejected.class, processed.get(2));
    assertEquals(
        List.of("buyer.id", "item.priceCents"),
        bad.errors().stream().map(error -> error.field()).sorted().toList());
  }
}
