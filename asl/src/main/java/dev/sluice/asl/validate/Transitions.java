package dev.sluice.asl.validate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The transitions within one scope. AWS reports a target that does not exist under the word {@code
 * 'Next'} wherever it stands, and looks for states that cannot be reached only where some state is
 * terminal.
 */
final class Transitions {
  private static final String MISSING = "MISSING_TRANSITION_TARGET";

  private Transitions() {}

  static void check(String startAt, JsonNode states, Place scope) {
    if (!states.has(startAt)) {
      scope.field("StartAt").error(MISSING, "Missing 'Next' target: " + startAt);
    }
    Place place = scope.field("States");
    for (String name : states.propertyNames()) {
      targets(
          states.get(name),
          place.field(name),
          (target, at) -> {
            if (!states.has(target)) {
              at.error(MISSING, "Missing 'Next' target: " + target);
            }
          });
    }
    if (!complete(states)) {
      return;
    }
    if (states.valueStream().noneMatch(Transitions::isTerminal)) {
      scope.inspection().error("MISSING_END_STATE", "Workflow has no terminal state", null);
      return;
    }
    Set<String> reached = reached(startAt, states, place);
    for (String name : states.propertyNames()) {
      if (!reached.contains(name)) {
        place.field(name).error(MISSING, "State \"" + name + "\" is not reachable.");
      }
    }
  }

  private static Set<String> reached(String startAt, JsonNode states, Place place) {
    Set<String> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(startAt));
    while (!open.isEmpty()) {
      String name = open.pop();
      if (states.has(name) && reached.add(name)) {
        targets(states.get(name), place, (target, at) -> open.push(target));
      }
    }
    return reached;
  }

  /** Whether every state is of a known type and says where it goes, so that the graph is known. */
  private static boolean complete(JsonNode states) {
    return states
        .valueStream()
        .allMatch(state ->
            StateType.of(state.get("Type")).isPresent()
                && (isTerminal(state) || state.has("Next") || isChoice(state)));
  }

  private static boolean isChoice(JsonNode state) {
    return StateType.of(state.get("Type")).filter(type -> type == StateType.CHOICE).isPresent();
  }

  private static boolean isTerminal(JsonNode state) {
    return state.path("End").asBoolean(false)
        || StateType.of(state.get("Type"))
            .filter(type -> type == StateType.SUCCEED || type == StateType.FAIL)
            .isPresent();
  }

  private static void targets(JsonNode state, Place place, BiConsumer<String, Place> found) {
    for (String field : List.of("Next", "Default")) {
      target(state.get(field), place.field(field), found);
    }
    for (String list : new ArrayList<>(List.of("Choices", "Catch"))) {
      JsonNode rules = state.get(list);
      for (int i = 0; rules != null && rules.isArray() && i < rules.size(); i++) {
        target(rules.get(i).get("Next"), place.field(list).item(i).field("Next"), found);
      }
    }
  }

  private static void target(
      @Nullable JsonNode target, Place place, BiConsumer<String, Place> found) {
    if (target != null && target.isString()) {
      found.accept(target.stringValue(), place);
    }
  }
}
