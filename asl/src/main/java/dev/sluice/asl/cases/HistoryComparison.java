package dev.sluice.asl.cases;

import dev.sluice.asl.history.HistoryEvent;
import dev.sluice.asl.run.ExecutionResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Recorded events against ours: types, ids, links and details. */
final class HistoryComparison {
  private final AslCase recorded;
  private final Recorder recorder;

  HistoryComparison(AslCase recorded, Recorder recorder) {
    this.recorded = recorded;
    this.recorder = recorder;
  }

  /** Null where the case records no history. */
  @Nullable List<String> differences(ExecutionResult result) {
    JsonNode expected = recorded.field("expected_events");
    if (expected == null) {
      return typesOnly(result);
    }
    List<ObjectNode> actual = new ArrayList<>();
    for (HistoryEvent event : result.history()) {
      if (event.execution() == null) {
        ObjectNode json = event.toJson();
        json.remove("timestamp");
        actual.add(json);
      }
    }
    if (recorded.oldMapRunLink()) {
      linkAsBefore(actual);
    }
    Comparison comparison = Comparison.of(recorded);
    if (recorded.json().path("events_order_masked").asBoolean(false)) {
      return unordered(expected, actual);
    }
    List<String> differences = new ArrayList<>();
    String types = types(expected);
    String ours = types(actual);
    if (!types.equals(ours)) {
      differences.add("types: expected " + types + ", got " + ours);
      return differences;
    }
    for (int i = 0; i < actual.size(); i++) {
      comparison.same(
          recorder.recorded(expected.get(i)), recorder.actual(actual.get(i)), "#" + (i + 1));
    }
    differences.addAll(comparison.differences());
    return differences;
  }

  /** A case may name the types of its events and nothing else. */
  private @Nullable List<String> typesOnly(ExecutionResult result) {
    JsonNode expected = recorded.field("expected_event_types");
    if (expected == null) {
      return null;
    }
    List<String> wanted = new ArrayList<>();
    expected.forEach(type -> wanted.add(type.asString("")));
    List<String> ours =
        result.history().stream()
            .filter(event -> event.execution() == null)
            .map(HistoryEvent::type)
            .toList();
    return wanted.equals(ours) ? List.of() : List.of("types: expected " + wanted + ", got " + ours);
  }

  private static String types(Iterable<? extends JsonNode> events) {
    List<String> types = new ArrayList<>();
    events.forEach(event -> types.add(event.path("type").asString("")));
    return String.join(" ", types);
  }

  /** Until autumn 2024 MapStateExited followed MapRunSucceeded, not MapRunStarted. */
  private static void linkAsBefore(List<ObjectNode> events) {
    for (ObjectNode event : events) {
      if (event.path("type").asString("").equals("MapStateExited")) {
        for (ObjectNode other : events) {
          if (other.path("type").asString("").equals("MapRunSucceeded")
              && other.path("previousEventId").equals(event.path("previousEventId"))) {
            event.set("previousEventId", other.path("id"));
          }
        }
      }
    }
  }

  /** The recorder sorted what happened in Parallel and dropped ids and the Succeeded events. */
  private List<String> unordered(JsonNode expected, List<ObjectNode> actual) {
    List<ObjectNode> left = new ArrayList<>(actual);
    List<String> differences = new ArrayList<>();
    left.removeIf(event -> event.path("type").asString("").equals("ParallelStateSucceeded"));
    for (JsonNode event : expected) {
      JsonNode wanted = bare(recorder.recorded(event));
      boolean found =
          left.removeIf(
              new java.util.function.Predicate<ObjectNode>() {
                private boolean taken;

                @Override
                public boolean test(ObjectNode other) {
                  if (!taken
                      && Comparison.of(recorded).same(wanted, bare(recorder.actual(other)), "")) {
                    taken = true;
                    return true;
                  }
                  return false;
                }
              });
      if (!found) {
        differences.add("no event like " + event);
      }
    }
    boolean complete =
        left.stream().allMatch(event -> event.path("type").asString("").startsWith("Parallel"));
    if (!complete) {
      differences.add("events that were not recorded: " + left);
    }
    return differences;
  }

  private static JsonNode bare(JsonNode event) {
    if (event instanceof ObjectNode object) {
      object.remove("id");
      object.remove("previousEventId");
    }
    return event;
  }
}
