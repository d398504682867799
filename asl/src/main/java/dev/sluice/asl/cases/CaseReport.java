package dev.sluice.asl.cases;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One case, run and compared. {@code history} null where the case records none.
 *
 * @param differences between expected and actual status, output, error and cause; empty where equal
 * @param history differences between the histories
 */
public record CaseReport(
    String name,
    String kind,
    String tier,
    String status,
    @Nullable JsonNode output,
    @Nullable String error,
    @Nullable String cause,
    List<String> differences,
    @Nullable List<String> history) {

  /** Equal in status, output, error and cause. */
  public boolean passed() {
    return differences.isEmpty();
  }

  /** {@code {"name","passed","status","output"|"error","cause"}}, and the differences if any. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", name);
    json.put("passed", passed());
    json.put("status", status);
    if (output != null) {
      json.set("output", output);
    } else {
      if (error != null) {
        json.put("error", error);
      }
      if (cause != null) {
        json.put("cause", cause);
      }
    }
    if (!passed()) {
      differences.forEach(json.putArray("differences")::add);
    }
    return json;
  }
}
