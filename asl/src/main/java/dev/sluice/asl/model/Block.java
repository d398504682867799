package dev.sluice.asl.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One {@code StartAt} with its {@code States}: the machine itself, a branch, a map's processor. */
public record Block(String startAt, Map<String, State> states) {

  /** The state, which must exist: transitions are checked when a definition is read. */
  public State state(String name) {
    State state = states.get(name);
    if (state == null) {
      throw new IllegalArgumentException("no state named " + name);
    }
    return state;
  }

  /** The state, here or in any block below; null where there is none. */
  public @Nullable State find(String name) {
    State own = states.get(name);
    if (own != null) {
      return own;
    }
    for (State state : states.values()) {
      State inner =
          switch (state) {
            case State.Parallel parallel -> findIn(parallel, name);
            case State.MapState map -> map.processor().find(name);
            default -> null;
          };
      if (inner != null) {
        return inner;
      }
    }
    return null;
  }

  private static @Nullable State findIn(State.Parallel parallel, String name) {
    for (Block branch : parallel.branches()) {
      State inner = branch.find(name);
      if (inner != null) {
        return inner;
      }
    }
    return null;
  }
}
