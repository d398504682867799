package dev.sluice.asl.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The rules of a machine and of the smaller machines inside Map and Parallel states. */
final class MachineRules {
  private static final int MAX_NAME = 80;
  private static final Set<String> MACHINE_FIELDS =
      Set.of("Comment", "StartAt", "States", "Version", "TimeoutSeconds", "QueryLanguage");
  private static final Set<String> BRANCH_FIELDS = Set.of("Comment", "StartAt", "States");
  private static final Set<String> PROCESSOR_FIELDS =
      Set.of("Comment", "StartAt", "States", "ProcessorConfig");

  private MachineRules() {}

  static void check(JsonNode machine, Place place) {
    JsonNode declared = machine.get("QueryLanguage");
    Language language = Language.of(declared, Language.JSONPATH);
    Place here =
        new Place(
            place.inspection(), place.location(), language, language, place.type(), Reach.NEITHER);
    supported(machine, MACHINE_FIELDS, here);
    if (declared != null) {
      Rules.QUERY_LANGUAGE.check(declared, here.field("QueryLanguage"));
    }
    JsonNode version = machine.get("Version");
    if (version != null) {
      Rules.oneOf("1.0").check(version, here.field("Version"));
    }
    JsonNode timeout = machine.get("TimeoutSeconds");
    if (timeout != null) {
      Rules.integer(1, 99_999_999)
          .check(timeout, here.field("TimeoutSeconds").in(Language.JSONPATH));
    }
    scope(machine, here);
    VariableScopes.check(machine, here);
  }

  static void branch(JsonNode branch, Place place) {
    inner(branch, BRANCH_FIELDS, place);
  }

  static void processor(JsonNode processor, Place place) {
    inner(processor, PROCESSOR_FIELDS, place);
  }

  private static void inner(JsonNode machine, Set<String> fields, Place place) {
    if (!machine.isObject()) {
      place.wrongType("object", machine);
      return;
    }
    supported(machine, fields, place);
    scope(machine, place.in(place.machineLanguage()));
  }

  static void supported(JsonNode object, Set<String> fields, Place place) {
    for (String name : object.propertyNames()) {
      if (!fields.contains(name)) {
        place.error("Field '" + name + "' is not supported");
      }
    }
  }

  private static void scope(JsonNode machine, Place place) {
    JsonNode comment = machine.get("Comment");
    if (comment != null) {
      Rules.TEXT.check(comment, place.field("Comment"));
    }
    List<String> missing = new ArrayList<>();
    for (String name : List.of("States", "StartAt")) {
      if (!machine.has(name)) {
        missing.add(name);
      }
    }
    if (!missing.isEmpty()) {
      place.error("These fields are required: " + missing);
    }
    @Nullable JsonNode startAt = machine.get("StartAt");
    if (startAt != null) {
      Rules.TEXT.check(startAt, place.field("StartAt"));
    }
    @Nullable JsonNode states = machine.get("States");
    if (states == null) {
      return;
    }
    Place statesPlace = place.field("States");
    if (!states.isObject()) {
      statesPlace.wrongType("object", states);
      return;
    }
    if (states.isEmpty()) {
      statesPlace.error("Value cannot be empty");
      return;
    }
    for (Map.Entry<String, JsonNode> state : states.properties()) {
      Place statePlace = statesPlace.field(state.getKey());
      name(state.getKey(), statePlace);
      StateRules.check(state.getValue(), statePlace);
    }
    if (startAt != null && startAt.isString()) {
      Transitions.check(startAt.stringValue(), states, place);
    }
  }

  private static void name(String name, Place place) {
    int length = name.codePointCount(0, name.length());
    if (length == 0 || length > MAX_NAME) {
      place.error(
          "INVALID_STATE_NAME",
          "State name must be between 1 and " + MAX_NAME + " characters long");
    }
    if (!place.inspection().claimStateName(name)) {
      place.error("DUPLICATE_STATE_NAME", "Duplicate State name: " + name);
    }
  }
}
