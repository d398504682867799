package dev.sluice.asl.validate;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The types of state, in the order in which AWS lists them. */
enum StateType {
  TASK("Task"),
  WAIT("Wait"),
  PASS("Pass"),
  SUCCEED("Succeed"),
  FAIL("Fail"),
  CHOICE("Choice"),
  PARALLEL("Parallel"),
  MAP("Map");

  final String label;

  StateType(String label) {
    this.label = label;
  }

  static Optional<StateType> of(@Nullable JsonNode type) {
    if (type == null || !type.isString()) {
      return Optional.empty();
    }
    return Arrays.stream(values()).filter(t -> t.label.equals(type.stringValue())).findFirst();
  }

  static String labels() {
    return Arrays.stream(values()).map(t -> t.label).collect(Collectors.joining(", ", "[", "]"));
  }

  /** Whether a state of this type names its successor in Next or is an end. */
  boolean moves() {
    return this != CHOICE && this != SUCCEED && this != FAIL;
  }
}
