package dev.sluice.record;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The spec's orderEvent as a dataset, and processors over it. */
final class OrderFixture {
  static final Instant NOW = Instant.parse("2024-01-15T10:30:05.123Z");
  static final JsonNode SCHEMA =
      json(
          """
          {"type":"object",
           "required":["id","externalOrderId","partnerId","quantity","netAmount","transactionTime","processedAt"],
           "properties":{
             "id":{"type":"string","format":"uuid"},
             "externalOrderId":{"type":"string","minLength":1,"maxLength":64},
             "partnerId":{"enum":["PARTNER_A","PARTNER_B"]},
             "sequenceNumber":{"type":"integer","minimum":0},
             "quantity":{"type":"integer","minimum":1},
             "unitPrice":{"type":"number","minimum":0,"multipleOf":0.0001},
             "taxRate":{"type":"number","minimum":0,"maximum":1},
             "grossAmount":{"type":"number","multipleOf":0.0001},
             "taxAmount":{"type":"number","multipleOf":0.00000001},
             "netAmount":{"type":"number","multipleOf":0.00000001},
             "note":{"type":["string","null"]},
             "gift":{"type":"boolean"},
             "day":{"type":"string","format":"date"},
             "extra":{"type":"object"},
             "transactionTime":{"type":"string","format":"date-time"},
             "processedAt":{"type":"string","format":"date-time"}}}
          """);
  static final ColumnRoles ROLES = ColumnRoles.keyed("partnerId", "externalOrderId");

  private OrderFixture() {}

  static JsonNode json(String text) {
    Parsed parsed = new StrictJson(JsonLimits.RECORD).parse(text.getBytes(StandardCharsets.UTF_8));
    return assertInstanceOf(Parsed.Document.class, parsed, parsed.toString()).root();
  }

  static RecordProcessor orders(Mapping mapping) {
    return new RecordProcessor(
        "default",
        "orders",
        DatasetSchema.of(SCHEMA, ROLES),
        null,
        mapping,
        () -> UUID.fromString("00000000-0000-7000-8000-000000000000"));
  }

  /**
   * An order as the dataset wants it, with more or other fields ({@code "quantity":0}) put last.
   */
  static String order(String... fields) {
    StringBuilder order =
        new StringBuilder(
            "{\"externalOrderId\":\"ORD-A-12345\",\"partnerId\":\"PARTNER_A\","
                + "\"netAmount\":161.946,\"transactionTime\":\"2024-01-15T10:30:00.000Z\"");
    boolean quantity = false;
    for (String field : fields) {
      quantity |= field.startsWith("\"quantity\"");
      order.append(',').append(field);
    }
    return order.append(quantity ? "}" : ",\"quantity\":5}").toString();
  }

  static Processed process(RecordProcessor processor, String text) {
    return processor.process(text.getBytes(StandardCharsets.UTF_8), NOW);
  }

  static Processed.Accepted accepted(RecordProcessor processor, String text) {
    Processed processed = process(processor, text);
    return assertInstanceOf(Processed.Accepted.class, processed, processed.toString());
  }

  static Processed.Rejected rejected(RecordProcessor processor, String text) {
    Processed processed = process(processor, text);
    return assertInstanceOf(Processed.Rejected.class, processed, processed.toString());
  }
}
