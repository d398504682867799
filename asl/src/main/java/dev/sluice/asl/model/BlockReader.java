package dev.sluice.asl.model;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** StartAt and States, and that transitions stay inside. */
final class BlockReader {
  /** State names seen so far: they are unique in the whole machine. */
  private final Set<String> names = new HashSet<>();

  Block read(JsonNode json, String location, QueryLanguage language) {
    JsonNode states = json.get("States");
    if (states == null || !states.isObject() || states.isEmpty()) {
      throw new DefinitionException("Field States is required", location);
    }
    Map<String, State> read = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : states.properties()) {
      String at = location + "/States/" + entry.getKey();
      if (!names.add(entry.getKey())) {
        throw new DefinitionException("Duplicate state name: " + entry.getKey(), at);
      }
      if (!entry.getValue().isObject()) {
        // No state: the validator's to complain about, and a missing target if anyone goes there.
        continue;
      }
      StateReader reader = new StateReader(this, entry.getValue(), entry.getKey(), at, language);
      read.put(entry.getKey(), reader.read(language));
    }
    Block block = new Block(json.path("StartAt").asString(""), read);
    target(block, block.startAt(), location + "/StartAt");
    read.values().forEach(state -> targets(block, state, location + "/States/" + state.name()));
    return block;
  }

  private static void targets(Block block, State state, String at) {
    target(block, state.common().next(), at + "/Next");
    switch (state) {
      case State.Choice choice -> {
        target(block, choice.otherwise(), at + "/Default");
        choice.rules().forEach(rule -> target(block, rule.next(), at + "/Choices"));
      }
      case State.Task task -> caught(block, task.recovery(), at);
      case State.Parallel parallel -> caught(block, parallel.recovery(), at);
      case State.MapState map -> caught(block, map.recovery(), at);
      case State.Pass _, State.Succeed _, State.Fail _, State.Wait _ -> {}
    }
  }

  private static void caught(Block block, State.Recovery recovery, String at) {
    recovery.catchers().forEach(catcher -> target(block, catcher.next(), at + "/Catch"));
  }

  private static void target(Block block, @Nullable String next, String at) {
    if (next != null && !block.states().containsKey(next)) {
      throw new DefinitionException("Missing 'Next' target: " + next, at);
    }
  }
}
