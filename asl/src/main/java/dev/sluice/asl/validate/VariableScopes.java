package dev.sluice.asl.validate;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The names of variables across scopes: a state inside a Map or Parallel may read the variables
 * around it, but not assign one of their names (States Language, "Variable Scope"; AWS, "Variable
 * scope").
 */
final class VariableScopes {

  private VariableScopes() {}

  static void check(JsonNode machine, Place place) {
    scope(machine, place, Set.of());
  }

  private static void scope(JsonNode machine, Place place, Set<String> outer) {
    JsonNode states = machine.path("States");
    Set<String> visible = new HashSet<>(outer);
    for (Map.Entry<String, JsonNode> state : states.properties()) {
      Place at = place.field("States").field(state.getKey());
      assigned(state.getValue(), at)
          .forEach((assign, names) -> {
            visible.addAll(names.keySet());
            names.forEach((name, field) -> {
              if (outer.contains(name)) {
                assign
                    .field(field)
                    .error(
                        "DUPLICATE_VARIABLE_NAME",
                        "The variable name '%s' was already defined in a parent scope."
                            .formatted(name));
              }
            });
          });
    }
    for (Map.Entry<String, JsonNode> entry : states.properties()) {
      JsonNode state = entry.getValue();
      Place at = place.field("States").field(entry.getKey());
      for (String field : new String[] {"ItemProcessor", "Iterator"}) {
        scope(state.path(field), at.field(field), visible);
      }
      JsonNode branches = state.path("Branches");
      for (int i = 0; branches.isArray() && i < branches.size(); i++) {
        scope(branches.get(i), at.field("Branches").item(i), visible);
      }
    }
  }

  /** Each Assign of a state, with the variables it names and the fields that name them. */
  private static Map<Place, Map<String, String>> assigned(JsonNode state, Place place) {
    Map<Place, Map<String, String>> all = new LinkedHashMap<>();
    Language language = Language.of(state.get("QueryLanguage"), place.machineLanguage());
    boolean suffixed = language == Language.JSONPATH;
    all.put(place.field("Assign"), names(state.path("Assign"), suffixed));
    for (String list : new String[] {"Choices", "Catch"}) {
      JsonNode rules = state.path(list);
      for (int i = 0; rules.isArray() && i < rules.size(); i++) {
        all.put(
            place.field(list).item(i).field("Assign"),
            names(rules.get(i).path("Assign"), suffixed));
      }
    }
    return all;
  }

  private static Map<String, String> names(JsonNode assign, boolean suffixed) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String field : assign.propertyNames()) {
      boolean dynamic = suffixed && field.endsWith(".$");
      names.put(dynamic ? field.substring(0, field.length() - 2) : field, field);
    }
    return names;
  }
}
