package dev.sluice.asl.teststate;

import dev.sluice.asl.json.JsonProblem;
import dev.sluice.asl.model.AslMachine;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** TestState's parameters. */
public record TestStateRequest(
    JsonNode definition,
    @Nullable String stateName,
    JsonNode input,
    String level,
    @Nullable String roleArn,
    @Nullable ObjectNode context,
    @Nullable ObjectNode variables,
    @Nullable Mock mock,
    int retries,
    int iterationFailures,
    @Nullable JsonNode readerItems) {

  /** What a task or children come to: a result, or an error and a cause. */
  public record Mock(@Nullable JsonNode result, @Nullable String error, @Nullable String cause) {}

  /**
   * From the API's JSON, whose documents are text. Throws {@link IllegalArgumentException} where
   * one is not JSON.
   */
  public static TestStateRequest of(JsonNode definition, JsonNode arguments) {
    JsonNode configuration = arguments.path("stateConfiguration");
    JsonNode input = document(arguments.get("input"));
    JsonNode name = arguments.get("stateName");
    JsonNode role = arguments.get("roleArn");
    return new TestStateRequest(
        definition,
        name == null ? null : name.asString(""),
        input == null ? JsonNodeFactory.instance.objectNode() : input,
        arguments.path("inspectionLevel").asString("INFO"),
        role == null ? null : role.asString(""),
        document(arguments.get("context")) instanceof ObjectNode context ? context : null,
        document(arguments.get("variables")) instanceof ObjectNode variables ? variables : null,
        mock(arguments.get("mock")),
        configuration.path("retrierRetryCount").asInt(0),
        configuration.path("mapIterationFailureCount").asInt(0),
        document(configuration.get("mapItemReaderData")));
  }

  private static @Nullable Mock mock(@Nullable JsonNode mock) {
    if (mock == null) {
      return null;
    }
    JsonNode error = mock.get("errorOutput");
    if (error != null) {
      return new Mock(
          null,
          error.has("error") ? error.get("error").asString("") : null,
          error.has("cause") ? error.get("cause").asString("") : null);
    }
    return new Mock(document(mock.get("result")), null, null);
  }

  private static @Nullable JsonNode document(@Nullable JsonNode text) {
    if (text == null || !text.isString()) {
      return text;
    }
    try {
      return AslMachine.JSON.readTree(text.asString());
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + JsonProblem.message(e), e);
    }
  }
}
