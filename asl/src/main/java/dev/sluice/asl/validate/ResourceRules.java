package dev.sluice.asl.validate;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The Resource and Credentials of a task. */
final class ResourceRules {
  private static final Pattern LAMBDA = Pattern.compile("arn:[^:]*:lambda:.*");
  private static final Pattern LAMBDA_FUNCTION =
      Pattern.compile("arn:[^:]*:lambda:[^:]*:[^:]*:function:[\\w-]+(:(\\$LATEST|[\\w-]+))?");
  private static final Pattern ACTIVITY =
      Pattern.compile("arn:[^:]*:states:[^:]*:[^:]*:activity:.*");
  private static final Pattern SYNC = Pattern.compile(".*\\.sync(:\\d+)?");

  private ResourceRules() {}

  static void check(JsonNode resource, Place place) {
    if (!resource.isString()) {
      place.wrongType("string", resource);
      return;
    }
    String text = resource.stringValue();
    if (!wellFormed(text)) {
      place.error(
          "INVALID_RESOURCE",
          "The resource provided %s is not recognized. The value is not a valid resource ARN, or the resource is not available in this region."
              .formatted(text));
    }
    if (place.type() == MachineType.EXPRESS) {
      express(text, place);
    }
  }

  /** Placeholders {@code ${...}} of deployment tools are let through where they are closed. */
  private static boolean wellFormed(String text) {
    if (text.isBlank()) {
      return false;
    }
    int placeholder = text.lastIndexOf("${");
    if (placeholder >= 0) {
      return text.indexOf('}', placeholder) >= 0;
    }
    // Not even a URI, which is the least the States Language asks for.
    if (text.indexOf(':') < 0) {
      return false;
    }
    return !LAMBDA.matcher(text).matches() || LAMBDA_FUNCTION.matcher(text).matches();
  }

  /** The double space before "at" is AWS's. */
  private static void express(String text, Place place) {
    if (ACTIVITY.matcher(text).matches()) {
      place.error("Express state machine does not support Activity ARN");
    } else if (SYNC.matcher(text).matches()) {
      place.error("Express state machine does not support '.sync' service integration");
    } else if (text.endsWith(".waitForTaskToken")) {
      place.error(
          "Express state machine does not support '.waitForTaskToken' service integration ");
    }
  }

  static void credentials(JsonNode credentials, Place place) {
    if (!credentials.isObject()) {
      place.wrongType("object", credentials);
      return;
    }
    boolean dynamic = !place.jsonata() && credentials.has("RoleArn.$");
    if (!credentials.has("RoleArn") && !dynamic) {
      place.error("The field 'RoleArn' is required but was missing");
    }
    Templates.TEMPLATE.check(credentials, place);
  }
}
