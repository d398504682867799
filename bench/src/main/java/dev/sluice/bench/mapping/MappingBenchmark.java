package dev.sluice.bench.mapping;

import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Parser;
import dev.sluice.jsonata.Jsonata;
import dev.sluice.jsonata.JsonataOptions;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One order from its parsed tree to the tree of its event, on one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MappingBenchmark {
  private final JsonNode doubles = new JsonMapper().readTree(Order.JSON);
  private final JsonNode decimals =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build()
          .readTree(Order.JSON);
  private final Map<?, ?> map = new JsonMapper().readValue(Order.JSON, Map.class);
  private final com.fasterxml.jackson.databind.JsonNode jackson2 = jackson2();

  private final Jsonata oursDouble = Jsonata.compile(Order.JSONATA);
  private final Jsonata oursDecimal =
      Jsonata.compile(
          Order.JSONATA, JsonataOptions.defaults().withNumbers(JsonataOptions.Numbers.DECIMAL));
  private final com.dashjoin.jsonata.Jsonata dashjoin =
      com.dashjoin.jsonata.Jsonata.jsonata(Order.JSONATA);
  private final Expression jslt = Parser.compileString(Order.JSLT);

  private static com.fasterxml.jackson.databind.JsonNode jackson2() {
    try {
      return new com.fasterxml.jackson.databind.ObjectMapper().readTree(Order.JSON);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Benchmark
  public @Nullable JsonNode oursDecimal() {
    return oursDecimal.evaluate(decimals);
  }

  @Benchmark
  public @Nullable JsonNode oursDouble() {
    return oursDouble.evaluate(doubles);
  }

  @Benchmark
  public @Nullable Object dashjoin() {
    return dashjoin.evaluate(map);
  }

  @Benchmark
  public com.fasterxml.jackson.databind.JsonNode jslt() {
    return jslt.apply(jackson2);
  }

  @Benchmark
  public JsonNode javaDouble() {
    double gross = doubles.get("quantity").intValue() * doubles.get("unitPrice").doubleValue();
    double tax = gross * doubles.get("taxRate").doubleValue();
    return copied(doubles)
        .put("grossAmount", gross)
        .put("taxAmount", tax)
        .put("netAmount", gross + tax)
        .set("transactionTime", doubles.get("orderedAt"));
  }

  @Benchmark
  public JsonNode javaDecimal() {
    BigDecimal quantity = BigDecimal.valueOf(decimals.get("quantity").intValue());
    BigDecimal gross = quantity.multiply(decimals.get("unitPrice").decimalValue());
    BigDecimal tax = gross.multiply(decimals.get("taxRate").decimalValue());
    return copied(decimals)
        .put("grossAmount", gross)
        .put("taxAmount", tax)
        .put("netAmount", gross.add(tax))
        .set("transactionTime", decimals.get("orderedAt"));
  }

  private static ObjectNode copied(JsonNode order) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.set("externalOrderId", order.get("orderId"));
    event.put("partnerId", "PARTNER_A");
    event.set("sequenceNumber", order.get("sequence"));
    event.set("productId", order.get("sku"));
    event.set("customerId", order.get("customerId"));
    event.set("quantity", order.get("quantity"));
    event.set("unitPrice", order.get("unitPrice"));
    event.set("taxRate", order.get("taxRate"));
    return event;
  }
}
