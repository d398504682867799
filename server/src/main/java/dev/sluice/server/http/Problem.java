package dev.sluice.server.http;

import dev.sluice.record.FieldError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer that says what went wrong, as RFC 9457 describes.
 *
 * @param code stable, in kebab case
 * @param detail for people; never holds a payload or a secret
 * @param retryable whether the same request may succeed later
 * @param more members beside the standard ones
 */
record Problem(
    int status,
    String code,
    String detail,
    List<FieldError> errors,
    boolean retryable,
    Map<String, JsonNode> more) {
  static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(int status, String code, String detail) {
    return new Problem(status, code, detail, List.of(), false, Map.of());
  }

  static Problem unavailable(String code, String detail) {
    return new Problem(503, code, detail, List.of(), true, Map.of());
  }

  static Problem notFound(String detail) {
    return of(404, "not-found", detail);
  }

  /** There is no such route. */
  static Problem nowhere() {
    return notFound("there is nothing here; /api/openapi.yaml lists every route");
  }

  /** Something wrong with one parameter or header of the request. */
  static Problem parameter(String field, String value, String message, String hint) {
    return of(400, "parameter", "`" + field + "` " + message)
        .with(List.of(new FieldError("parameter", field, value, message, hint)));
  }

  Problem with(List<FieldError> errors) {
    return new Problem(status, code, detail, errors, retryable, more);
  }

  Problem with(String name, JsonNode value) {
    Map<String, JsonNode> members = new LinkedHashMap<>(more);
    members.put(name, value);
    return new Problem(status, code, detail, errors, retryable, members);
  }

  Problem thatMaySucceedLater() {
    return new Problem(status, code, detail, errors, true, more);
  }

  ProblemException asException() {
    return new ProblemException(this);
  }

  byte[] bytes(String correlation) {
    ObjectNode problem = Json.object();
    problem.put("type", "urn:sluice:problem:" + code);
    problem.put("title", title());
    problem.put("status", status);
    problem.put("code", code);
    problem.put("detail", detail);
    problem.set("errors", errors(errors));
    problem.put("retryable", retryable);
    problem.put("correlationId", correlation);
    more.forEach(problem::set);
    return Json.bytes(problem);
  }

  static ArrayNode errors(List<FieldError> errors) {
    ArrayNode array = Json.array();
    for (FieldError error : errors) {
      ObjectNode one = array.addObject();
      one.put("code", error.code());
      one.put("field", error.field());
      one.put("value", error.value());
      one.put("message", error.message());
      one.put("hint", error.hint());
    }
    return array;
  }

  /** The reason phrases of RFC 9110. */
  private String title() {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 406 -> "Not Acceptable";
      case 408 -> "Request Timeout";
      case 409 -> "Conflict";
      case 410 -> "Gone";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 415 -> "Unsupported Media Type";
      case 417 -> "Expectation Failed";
      case 422 -> "Unprocessable Content";
      case 429 -> "Too Many Requests";
      case 426 -> "Upgrade Required";
      case 428 -> "Precondition Required";
      case 431 -> "Request Header Fields Too Large";
      case 501 -> "Not Implemented";
      case 505 -> "HTTP Version Not Supported";
      case 503 -> "Service Unavailable";
      default -> status < 500 ? "Bad Request" : "Internal Server Error";
    };
  }
}
