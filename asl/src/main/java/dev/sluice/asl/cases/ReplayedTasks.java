package dev.sluice.asl.cases;

import dev.sluice.asl.model.AslMachine;
import dev.sluice.asl.run.TaskHandler;
import dev.sluice.asl.run.TaskReply;
import dev.sluice.asl.run.TaskRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/** Answers each task as it was answered when recorded, and checks what it is asked. */
final class ReplayedTasks implements TaskHandler {
  private final Map<String, Queue<JsonNode>> tasks = new HashMap<>();
  private final Map<String, String> workers = new HashMap<>();
  private final boolean unrecorded;
  private final Recorder recorder;
  private final AslCase given;
  private final List<String> surprises = Collections.synchronizedList(new ArrayList<>());

  ReplayedTasks(AslCase recorded, Recorder recorder) {
    this.recorder = recorder;
    this.unrecorded = recorded.field("needs") != null;
    this.given = recorded;
    JsonNode list = recorded.field("tasks");
    if (list != null) {
      for (JsonNode task : list) {
        tasks.computeIfAbsent(task.path("state").asString(""), _ -> new ArrayDeque<>()).add(task);
      }
    }
    JsonNode events = recorded.field("expected_events");
    if (events != null) {
      for (JsonNode event : events) {
        JsonNode worker = event.path("activityStartedEventDetails").path("workerName");
        if (worker.isString()) {
          workers.put("", worker.asString());
        }
      }
    }
  }

  /** Requests that differ from the recorded ones. */
  List<String> surprises() {
    return surprises;
  }

  @Override
  public synchronized TaskReply run(TaskRequest request) {
    Queue<JsonNode> recorded = tasks.get(request.state());
    JsonNode task = recorded == null ? null : take(recorded, request);
    if (task == null) {
      // Children of a distributed Map leave no history: their functions return what they get.
      return unrecorded
          ? new TaskReply.Succeeded(request.input())
          : new TaskReply.Failed(
              "States.TaskFailed", "The case has no task for the state " + request.state());
    }
    return reply(task.path("outcomes"), 0);
  }

  /**
   * The first that was asked the same: iterations and branches come in any order. Where none was,
   * the next one answers, and what differs is remembered.
   */
  private @Nullable JsonNode take(Queue<JsonNode> recorded, TaskRequest request) {
    for (JsonNode task : recorded) {
      if (differences(task, request).isEmpty()) {
        recorded.remove(task);
        return task;
      }
    }
    JsonNode next = recorded.poll();
    if (next != null) {
      surprises.addAll(differences(next, request));
    }
    return next;
  }

  private List<String> differences(JsonNode task, TaskRequest request) {
    JsonNode scheduled = task.path("scheduled");
    JsonNode expected =
        scheduled.has("parameters") ? scheduled.get("parameters") : scheduled.get("input");
    Comparison comparison = Comparison.of(given);
    if (expected != null) {
      comparison.same(
          recorder.recorded(json(expected)), recorder.actual(request.input()), request.state());
    }
    return comparison.differences();
  }

  private TaskReply reply(JsonNode outcomes, int index) {
    JsonNode outcome = outcomes.get(index);
    if (outcome == null) {
      return new TaskReply.Pending();
    }
    String type = outcome.path("type").asString("");
    JsonNode details = outcome.path("details");
    TaskReply reply =
        switch (ending(type)) {
          case "Submitted" ->
              new TaskReply.Submitted(json(details.get("output")), reply(outcomes, index + 1));
          case "Succeeded" -> new TaskReply.Succeeded(json(details.get("output")));
          case "TimedOut" ->
              new TaskReply.TimedOut(text(details.get("error")), text(details.get("cause")));
          default -> new TaskReply.Failed(text(details.get("error")), text(details.get("cause")));
        };
    return type.startsWith("Activity") ? new TaskReply.Taken(workers.get(""), reply) : reply;
  }

  private static String ending(String type) {
    for (String ending : List.of("Submitted", "Succeeded", "TimedOut")) {
      if (type.endsWith(ending)) {
        return ending;
      }
    }
    return "Failed";
  }

  /** A recorded document: an object as it is, anything else as its JSON text. */
  private static JsonNode json(@Nullable JsonNode recorded) {
    if (recorded == null) {
      return JsonNodeFactory.instance.nullNode();
    }
    if (!recorded.isString()) {
      return recorded;
    }
    try {
      return AslMachine.JSON.readTree(recorded.asString());
    } catch (JacksonException e) {
      return StringNode.valueOf(recorded.asString());
    }
  }

  private static @Nullable String text(@Nullable JsonNode recorded) {
    if (recorded == null || recorded.isNull()) {
      return null;
    }
    return recorded.isString() ? recorded.asString() : recorded.toString();
  }
}
