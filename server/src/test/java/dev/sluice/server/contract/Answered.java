package dev.sluice.server.contract;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.function.Function;

/**
 * One answer as a client saw it.
 *
 * @param header the first value of a header
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answered(
    String method, URI target, int status, Function<String, Optional<String>> header, byte[] body) {

  public static Answered of(HttpResponse<byte[]> response) {
    return new Answered(
        response.request().method(),
        response.request().uri(),
        response.statusCode(),
        name -> response.headers().firstValue(name),
        response.body());
  }

  /** Without its parameters, as the document names it. */
  String mediaType() {
    return header.apply("Content-Type").orElse("").replaceFirst("\\s*;.*", "");
  }

  /** For messages: never the body, which may be large. */
  String shown() {
    return method + " " + target.getRawPath() + " -> " + status + " " + mediaType();
  }
}
