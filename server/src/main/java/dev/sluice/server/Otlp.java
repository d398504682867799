package dev.sluice.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where traces are sent by OTLP over HTTP. The variables are those of the OpenTelemetry
 * specification, "OTLP Exporter Configuration" and "General SDK Configuration".
 *
 * @param traces the whole address, {@code /v1/traces} included
 * @param headers sent along, for a collector that wants a key; secrets
 * @param ratio of traces that are written, where a caller did not decide
 */
public record Otlp(URI traces, Map<String, String> headers, double ratio) {
  private static final String PATH = "/v1/traces";

  public Otlp {
    headers = Map.copyOf(headers);
  }

  /**
   * Null where no traces are wanted.
   *
   * @param endpoint of flags or file, before the environment's
   */
  static @Nullable Otlp of(@Nullable String endpoint, Map<String, String> environment) {
    String chosen =
        endpoint != null ? endpoint : environment.getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", "");
    if (chosen.isBlank()) {
      return null;
    }
    return new Otlp(
        address(chosen),
        headers(environment.getOrDefault("OTEL_EXPORTER_OTLP_HEADERS", "")),
        ratio(environment.getOrDefault("OTEL_TRACES_SAMPLER_ARG", "1")));
  }

  private static URI address(String endpoint) {
    try {
      URI base = new URI(endpoint.strip());
      if (("http".equals(base.getScheme()) || "https".equals(base.getScheme()))
          && base.getHost() != null
          && base.getRawUserInfo() == null) {
        String path = base.getRawPath().replaceFirst("/+$", "");
        return base.resolve(path.endsWith(PATH) ? path : path + PATH);
      }
    } catch (URISyntaxException e) {
      // Told below, without what was given: it may hold a key.
    }
    throw new Mistake(
        "the OTLP endpoint must look like http://127.0.0.1:4318, without user or password; headers"
            + " come from OTEL_EXPORTER_OTLP_HEADERS");
  }

  private static Map<String, String> headers(String list) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String pair : list.split(",", -1)) {
      if (!pair.isBlank()) {
        String[] parts = pair.split("=", 2);
        if (parts.length != 2) {
          throw new Mistake("OTEL_EXPORTER_OTLP_HEADERS must be name=value, separated by commas");
        }
        headers.put(parts[0].strip(), URLDecoder.decode(parts[1].strip(), StandardCharsets.UTF_8));
      }
    }
    return headers;
  }

  private static double ratio(String text) {
    try {
      double ratio = Double.parseDouble(text);
      if (ratio >= 0 && ratio <= 1) {
        return ratio;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new Mistake("OTEL_TRACES_SAMPLER_ARG must be 0 to 1, is " + text);
  }

  @Override
  public String toString() {
    return "Otlp[" + traces + "]";
  }
}
