package dev.sluice.asl.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** That no state inside a Map or Parallel assigns a variable of the scopes around it. */
final class VariableScopes {

  private VariableScopes() {}

  static void check(Block block, Set<String> outer, String location) {
    Set<String> visible = new HashSet<>(outer);
    for (State state : block.states().values()) {
      for (String name : assigned(state)) {
        if (outer.contains(name)) {
          throw new DefinitionException(
              "DUPLICATE_VARIABLE_NAME",
              "The variable name '%s' was already defined in a parent scope.".formatted(name),
              location + "/States/" + state.name());
        }
        visible.add(name);
      }
    }
    for (State state : block.states().values()) {
      String at = location + "/States/" + state.name();
      switch (state) {
        case State.MapState map -> check(map.processor(), visible, at + "/ItemProcessor");
        case State.Parallel parallel -> {
          List<Block> branches = parallel.branches();
          for (int i = 0; i < branches.size(); i++) {
            check(branches.get(i), visible, at + "/Branches[" + i + "]");
          }
        }
        case State.Pass _,
            State.Succeed _,
            State.Fail _,
            State.Wait _,
            State.Choice _,
            State.Task _ -> {}
      }
    }
  }

  private static Set<String> assigned(State state) {
    Set<String> names = new HashSet<>();
    add(state.common().assign(), names);
    switch (state) {
      case State.Choice choice -> choice.rules().forEach(rule -> add(rule.assign(), names));
      case State.Task task -> add(task.recovery(), names);
      case State.MapState map -> add(map.recovery(), names);
      case State.Parallel parallel -> add(parallel.recovery(), names);
      case State.Pass _, State.Succeed _, State.Fail _, State.Wait _ -> {}
    }
    return names;
  }

  private static void add(State.Recovery recovery, Set<String> names) {
    recovery.catchers().forEach(catcher -> add(catcher.assign(), names));
  }

  private static void add(@Nullable Template assign, Set<String> names) {
    switch (assign) {
      case Template.Fields(List<Template.Entry> entries) ->
          entries.forEach(entry -> names.add(entry.name()));
      case Template.Literal(JsonNode value) -> names.addAll(value.propertyNames());
      case null, default -> {}
    }
  }
}
