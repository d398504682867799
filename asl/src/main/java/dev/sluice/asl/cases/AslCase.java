package dev.sluice.asl.cases;

import dev.sluice.asl.json.JsonProblem;
import dev.sluice.asl.model.AslMachine;
import dev.sluice.asl.model.DefinitionException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One line of a case file, written by hand or recorded from AWS. */
public record AslCase(JsonNode json) {
  /** Fields that nobody writes by hand. */
  private static final List<String> RECORDERS =
      List.of(
          "recorded_date",
          "recorded_response",
          "normalise",
          "masks",
          "expected_masked",
          "provenance",
          "tier",
          "needs");

  /** What recorders put in place of what changes: {@code <region>}, {@code <uuid:1>}. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile("<(partition|region|[A-Za-z][\\w-]*:\\d+|[A-Za-z]+_\\w+)>");

  /** Throws {@link IllegalArgumentException} where the line is no JSON object. */
  public static AslCase parse(String line) {
    try {
      JsonNode json = AslMachine.JSON.readTree(line);
      if (json.isObject()) {
        return new AslCase(json);
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + JsonProblem.message(e), e);
    }
    throw new IllegalArgumentException("not a JSON object");
  }

  /** What is no text counts as well; null where there is none. */
  public @Nullable String givenName() {
    JsonNode name = field("name");
    return name == null ? null : name.isString() ? name.asString() : name.toString();
  }

  public String name() {
    String given = givenName();
    return given == null ? "(no name)" : given;
  }

  /** What is recorded; an execution unless it says otherwise. */
  public String kind() {
    return text("kind", "execution");
  }

  public String tier() {
    return text("tier", "own");
  }

  /** Whether this library can run it: calls of the service's API are not its business. */
  public boolean runnable() {
    return skipReason() == null;
  }

  /** Why this library cannot run it, in a few words; null where it can. */
  public @Nullable String skipReason() {
    return switch (kind()) {
      case "execution", "execution_describe", "sync_execution", "test_state" -> null;
      case "api_error", "validate_definition" -> {
        String operation = text("operation", kind());
        yield "a call of the service's API (" + operation + "), not an execution";
      }
      default -> "cases of the kind " + kind() + " are not known";
    };
  }

  /** The same case under another name. */
  public AslCase named(String name) {
    return new AslCase(((ObjectNode) json.deepCopy()).put("name", name));
  }

  /** Whether a recorder wrote it, which replaced what changes from run to run. */
  boolean recorded() {
    return RECORDERS.stream().anyMatch(json::has)
        || json.path("expected_cause").isContainer()
        || PLACEHOLDER.matcher(everythingRecorded()).find();
  }

  boolean testState() {
    return kind().equals("test_state");
  }

  boolean express() {
    return kind().equals("sync_execution")
        || text("state_machine_type", "STANDARD").equals("EXPRESS");
  }

  /** Whether AWS linked MapStateExited to MapRunSucceeded then; it did until autumn 2024. */
  boolean oldMapRunLink() {
    String date = text("recorded_date", "");
    if (date.length() < 10) {
      return false;
    }
    return (date.substring(6, 10) + date.substring(3, 5)).compareTo("202410") < 0;
  }

  /** Throws {@link DefinitionException} where there is none that can run. */
  AslMachine machine() {
    JsonNode definition = json.get("definition");
    if (definition == null || definition.isString()) {
      return AslMachine.parse(
          definition == null ? text("definition_text", "") : definition.asString());
    }
    return AslMachine.of(definition);
  }

  JsonNode definition() {
    JsonNode definition = json.get("definition");
    if (definition != null && definition.isString()) {
      return AslMachine.JSON.readTree(definition.asString());
    }
    return definition != null ? definition : AslMachine.JSON.readTree(text("definition_text", ""));
  }

  JsonNode input() {
    JsonNode input = json.get("input");
    if (input != null) {
      return input;
    }
    String text = text("input_text", "");
    return text.isEmpty() ? JsonNodeFactory.instance.objectNode() : AslMachine.JSON.readTree(text);
  }

  /** One that says nothing but an error expects to fail. */
  String expectedStatus() {
    boolean error = field("expected_error") != null || field("expected_cause") != null;
    return text("expected_status", error ? "FAILED" : "SUCCEEDED");
  }

  /** All that was recorded, as text, without the rules by which it was. */
  String everythingRecorded() {
    StringBuilder all = new StringBuilder();
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      if (field.getKey().startsWith("expected_") || field.getKey().equals("recorded_response")) {
        all.append(field.getValue());
      }
    }
    return all.toString();
  }

  /** The field, or null where the case says nothing of it. */
  @Nullable JsonNode field(String name) {
    JsonNode node = json.get(name);
    return node == null || node.isNull() ? null : node;
  }

  String text(String name, String otherwise) {
    JsonNode node = json.get(name);
    return node == null || !node.isString() ? otherwise : node.asString();
  }
}
