package dev.sluice.asl.validate;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The rules of one state. */
final class StateRules {
  private static final List<List<String>> EXCLUSIVE =
      List.of(
          List.of("TimeoutSeconds", "TimeoutSecondsPath"),
          List.of("HeartbeatSeconds", "HeartbeatSecondsPath"),
          List.of("Error", "ErrorPath"),
          List.of("Cause", "CausePath"),
          List.of("Items", "ItemsPath"),
          List.of("ItemSelector", "Parameters"),
          List.of("MaxConcurrency", "MaxConcurrencyPath"),
          List.of("ToleratedFailureCount", "ToleratedFailureCountPath"),
          List.of("ToleratedFailurePercentage", "ToleratedFailurePercentagePath"));

  private StateRules() {}

  static void check(JsonNode state, Place place) {
    if (!state.isObject()) {
      place.wrongType("object", state);
      return;
    }
    JsonNode declaredType = state.get("Type");
    if (declaredType == null) {
      place.error("These fields are required: [Type]");
      return;
    }
    Optional<StateType> type = StateType.of(declaredType);
    if (type.isEmpty()) {
      place
          .field("Type")
          .error("The field 'Type' should have one of these values: " + StateType.labels());
      return;
    }
    typed(state, type.get(), place.in(language(state, place)));
  }

  private static Language language(JsonNode state, Place place) {
    JsonNode declared = state.get("QueryLanguage");
    Language language = Language.of(declared, place.machineLanguage());
    if (declared != null) {
      Rules.QUERY_LANGUAGE.check(declared, place.field("QueryLanguage"));
      if (place.machineLanguage() == Language.JSONATA && language == Language.JSONPATH) {
        place.error(
            "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
      }
    }
    return language;
  }

  private static void typed(JsonNode state, StateType type, Place place) {
    Field.checkAll(state, StateFields.of(type), place);
    Field.require(state, StateFields.required(type), place);
    for (List<String> fields : EXCLUSIVE) {
      if (StateFields.of(type).keySet().containsAll(fields)) {
        Field.atMostOne(state, fields, place);
      }
    }
    if (type.moves()) {
      successor(state, place);
    }
    switch (type) {
      case WAIT ->
          Field.exactlyOne(
              state, List.of("Seconds", "SecondsPath", "Timestamp", "TimestampPath"), place);
      case TASK -> heartbeat(state, place);
      case MAP -> MapRules.check(state, place);
      case CHOICE, FAIL, PARALLEL, PASS, SUCCEED -> {}
    }
  }

  private static void successor(JsonNode state, Place place) {
    boolean ends = state.path("End").asBoolean(false);
    if (state.has("Next") && ends) {
      place.error("There should only be one of the following fields: [Next, End]");
    } else if (!state.has("Next") && !ends) {
      place.error("This object should have only one of the following fields: [Next, End]");
    }
  }

  private static void heartbeat(JsonNode state, Place place) {
    JsonNode heartbeat = state.path("HeartbeatSeconds");
    JsonNode timeout = state.path("TimeoutSeconds");
    if (heartbeat.isNumber()
        && timeout.isNumber()
        && heartbeat.doubleValue() >= timeout.doubleValue()) {
      place.field("HeartbeatSeconds").error("Value must be smaller than TimeoutSeconds");
    }
  }
}
