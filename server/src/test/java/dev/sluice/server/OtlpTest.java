package dev.sluice.server;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpTest {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

  @Test
  void there_are_no_traces_unless_somebody_wants_them() {
    assertNull(Otlp.of(null, Map.of()));
    assertNull(Otlp.of(null, Map.of(ENDPOINT, " ")));
  }

  @Test
  void the_address_is_made_whole() {
    for (String base :
        new String[] {"http://h:4318", "http://h:4318/", "http://h:4318/v1/traces"}) {
      assertEquals(
          URI.create("http://h:4318/v1/traces"), requireNonNull(Otlp.of(base, Map.of())).traces());
    }
    assertEquals(
        URI.create("https://h/otlp/v1/traces"),
        requireNonNull(Otlp.of(null, Map.of(ENDPOINT, "https://h/otlp"))).traces());
    assertEquals(
        URI.create("http://flag/v1/traces"),
        requireNonNull(Otlp.of("http://flag", Map.of(ENDPOINT, "http://env"))).traces());
  }

  @Test
  void headers_are_sent_and_never_shown() {
    Otlp otlp =
        requireNonNull(
            Otlp.of(
                "http://h",
                Map.of(
                    "OTEL_EXPORTER_OTLP_HEADERS", "api-key=s3cret, x = a%20b",
                    "OTEL_TRACES_SAMPLER_ARG", "0.25")));
    assertEquals(Map.of("api-key", "s3cret", "x", "a b"), otlp.headers());
    assertEquals(0.25, otlp.ratio());
    assertFalse(otlp.toString().contains("s3cret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:4318", "ftp://h", "http://u:p@h", "http://", "%"})
  void what_is_no_address_is_a_mistake(String endpoint) {
    assertThrows(Mistake.class, () -> Otlp.of(endpoint, Map.of()));
  }
}
