package dev.sluice.asl.model;

import org.jspecify.annotations.Nullable;

/** A Task's Resource, taken apart. */
public record TaskResource(
    String arn,
    Kind kind,
    String service,
    String action,
    Pattern pattern,
    @Nullable String region) {

  /** What stands behind the ARN. */
  public enum Kind {
    LAMBDA,
    ACTIVITY,
    SERVICE
  }

  /** When a service task is over. */
  public enum Pattern {
    REQUEST_RESPONSE,
    SYNC,
    WAIT_FOR_TOKEN
  }

  static TaskResource of(String arn) {
    String[] parts = arn.split(":", -1);
    if (parts.length >= 7 && parts[2].equals("lambda") && parts[5].equals("function")) {
      return new TaskResource(
          arn, Kind.LAMBDA, "lambda", "function", Pattern.REQUEST_RESPONSE, parts[3]);
    }
    if (parts.length >= 7 && parts[2].equals("states") && parts[5].equals("activity")) {
      return new TaskResource(
          arn, Kind.ACTIVITY, "states", "activity", Pattern.REQUEST_RESPONSE, parts[3]);
    }
    String rest = arn;
    int marker = arn.indexOf(":::");
    if (marker >= 0) {
      rest = arn.substring(marker + 3);
    } else if (parts.length >= 6) {
      rest = String.join(":", java.util.Arrays.copyOfRange(parts, 5, parts.length));
    }
    return service(arn, rest);
  }

  private static TaskResource service(String arn, String rest) {
    Pattern pattern =
        rest.contains(".waitForTaskToken")
            ? Pattern.WAIT_FOR_TOKEN
            : rest.contains(".sync") ? Pattern.SYNC : Pattern.REQUEST_RESPONSE;
    int cut = rest.endsWith(".sync:2") ? rest.length() - ":2".length() : rest.length();
    int colon = rest.lastIndexOf(':', cut - 1);
    String service = colon < 0 ? rest : rest.substring(0, colon);
    String action = colon < 0 ? "" : rest.substring(colon + 1);
    return new TaskResource(arn, Kind.SERVICE, service, action, pattern, null);
  }
}
