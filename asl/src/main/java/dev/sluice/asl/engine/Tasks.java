package dev.sluice.asl.engine;

import dev.sluice.asl.history.EventDetails;
import dev.sluice.asl.history.EventDetails.Field;
import dev.sluice.asl.history.EventDetails.Form;
import dev.sluice.asl.model.State;
import dev.sluice.asl.model.TaskResource;
import dev.sluice.asl.model.TaskResource.Kind;
import dev.sluice.asl.model.TaskResource.Pattern;
import dev.sluice.asl.model.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tasks from Scheduled to their end, under the event names of what they call. */
final class Tasks {
  private final Step step;

  Tasks(Step step) {
    this.step = step;
  }

  void begin(Frame frame, State.Task task, DataFlow flow) {
    TaskResource resource = task.resource();
    Execution execution = step.execution;
    if (resource.pattern() == Pattern.WAIT_FOR_TOKEN || resource.kind() == Kind.ACTIVITY) {
      frame.token = "AQC" + execution.uuid().replace("-", "") + execution.uuid().replace("-", "");
    }
    JsonNode effective = flow.effectiveInput();
    Scope scope = Scope.of(execution, frame, effective);
    JsonNode arguments = flow.arguments(effective);
    if (DataSize.exceeds(arguments, DataSize.LIMIT)) {
      throw StateFailure.dataLimit(task.name());
    }
    Numbers numbers = new Numbers(scope);
    Integer timeout = numbers.seconds(task.timeout());
    Integer heartbeat = numbers.seconds(task.heartbeat());
    String role = task.roleArn() == null ? null : role(scope, task.roleArn());
    int ticket = execution.ticket(frame);
    frame.phase = Frame.Phase.TASK;
    frame.started = resource.kind() != Kind.ACTIVITY;
    frame.last =
        step.emit(
            frame.log,
            frame.last,
            prefix(resource) + "Scheduled",
            scheduled(resource, arguments, timeout, heartbeat, role));
    if (resource.kind() != Kind.ACTIVITY) {
      frame.last = step.emit(frame.log, frame.last, prefix(resource) + "Started", begun(resource));
    }
    step.command(
        new Command.RunTask(
            ticket,
            task.name(),
            resource,
            arguments,
            frame.token,
            role,
            timeout,
            heartbeat,
            frame.retryCount));
    if (timeout != null) {
      step.command(
          new Command.SetTimer(ticket, Command.Timer.TASK_TIMEOUT, step.now.plusSeconds(timeout)));
    }
    if (heartbeat != null) {
      frame.heartbeat = heartbeat;
      beat(frame);
    }
  }

  private static String role(Scope scope, Template template) {
    JsonNode role = scope.evaluate(template);
    return role.isString() ? role.asString() : role.toString();
  }

  void started(Frame frame, @Nullable String worker) {
    if (!frame.started) {
      frame.started = true;
      frame.last =
          step.emit(
              frame.log,
              frame.last,
              "ActivityStarted",
              EventDetails.of(
                  "activityStartedEventDetails", EventDetails.plain("workerName", worker)));
      beat(frame);
    }
  }

  void submitted(Frame frame, JsonNode output) {
    frame.last =
        step.emit(
            frame.log,
            frame.last,
            "TaskSubmitted",
            details(
                resource(frame), "Submitted", List.of(EventDetails.document("output", output))));
  }

  void succeeded(Frame frame, JsonNode output) {
    started(frame, null);
    if (DataSize.exceeds(output, DataSize.LIMIT)) {
      TaskResource resource = resource(frame);
      StateFailure failure =
          StateFailure.dataLimit(
              resource.kind() == Kind.SERVICE ? resource.service() : resource.arn());
      end(frame, "Failed", failure.error(), failure.reason());
      throw failure;
    }
    frame.last =
        step.emit(
            frame.log,
            frame.last,
            prefix(resource(frame)) + "Succeeded",
            details(
                resource(frame), "Succeeded", List.of(EventDetails.document("output", output))));
    DataFlow flow = new DataFlow(step.execution, frame);
    flow.inspect("result", output);
    step.leave(frame, flow.result(output));
  }

  void failed(Frame frame, @Nullable String error, @Nullable String cause) {
    started(frame, null);
    end(frame, "Failed", error, cause);
    throw StateFailure.reported(error, cause);
  }

  /** {@code alias}: the name under which Retry and Catch may know it besides. */
  void timedOut(
      Frame frame, @Nullable String error, @Nullable String cause, @Nullable String alias) {
    end(frame, "TimedOut", error, cause);
    throw alias == null
        ? StateFailure.reported(error, cause)
        : StateFailure.alsoKnownAs(Objects.requireNonNullElse(error, Errors.TIMEOUT), cause, alias);
  }

  private void end(Frame frame, String how, @Nullable String error, @Nullable String cause) {
    TaskResource resource = resource(frame);
    frame.last =
        step.emit(
            frame.log,
            frame.last,
            prefix(resource) + how,
            details(
                resource,
                how,
                List.of(EventDetails.plain("error", error), EventDetails.plain("cause", cause))));
  }

  void timer(Frame frame, Command.Timer timer) {
    if (timer == Command.Timer.TASK_TIMEOUT) {
      timedOut(frame, Errors.TIMEOUT, null, null);
    } else if (frame.heartbeatDue != null && !step.now.isBefore(frame.heartbeatDue)) {
      timedOut(frame, Errors.TIMEOUT, null, Errors.HEARTBEAT_TIMEOUT);
    }
  }

  void heartbeat(Frame frame) {
    if (frame.phase == Frame.Phase.TASK) {
      beat(frame);
    }
  }

  private void beat(Frame frame) {
    if (frame.heartbeat > 0) {
      frame.heartbeatDue = step.now.plusSeconds(frame.heartbeat);
      step.command(new Command.SetTimer(frame.ticket, Command.Timer.HEARTBEAT, frame.heartbeatDue));
    }
  }

  private static TaskResource resource(Frame frame) {
    return ((State.Task) frame.current()).resource();
  }

  private static String prefix(TaskResource resource) {
    return switch (resource.kind()) {
      case LAMBDA -> "LambdaFunction";
      case ACTIVITY -> "Activity";
      case SERVICE -> "Task";
    };
  }

  private static String key(TaskResource resource, String how) {
    return switch (resource.kind()) {
      case LAMBDA -> "lambdaFunction" + how + "EventDetails";
      case ACTIVITY -> "activity" + how + "EventDetails";
      case SERVICE -> "task" + how + "EventDetails";
    };
  }

  private static EventDetails details(TaskResource resource, String how, List<Field> own) {
    if (resource.kind() != Kind.SERVICE) {
      return new EventDetails.Listed(key(resource, how), own);
    }
    List<Field> fields = new ArrayList<>(own);
    fields.add(EventDetails.plain("resource", resource.action()));
    fields.add(EventDetails.plain("resourceType", resource.service()));
    return new EventDetails.Listed(key(resource, how), fields);
  }

  private static @Nullable EventDetails begun(TaskResource resource) {
    return resource.kind() == Kind.SERVICE ? details(resource, "Started", List.of()) : null;
  }

  private static EventDetails scheduled(
      TaskResource resource,
      JsonNode arguments,
      @Nullable Integer timeout,
      @Nullable Integer heartbeat,
      @Nullable String role) {
    List<Field> fields = new ArrayList<>();
    if (resource.kind() == Kind.SERVICE) {
      fields.add(EventDetails.plain("resourceType", resource.service()));
      fields.add(EventDetails.plain("resource", resource.action()));
      fields.add(EventDetails.plain("region", "us-east-1"));
      fields.add(new Field("parameters", Form.TEXT, arguments));
    } else {
      fields.add(EventDetails.plain("resource", resource.arn()));
      fields.add(EventDetails.document("input", arguments));
    }
    fields.add(EventDetails.number("timeoutInSeconds", timeout));
    if (resource.kind() != Kind.LAMBDA) {
      fields.add(EventDetails.number("heartbeatInSeconds", heartbeat));
    }
    if (role != null) {
      ObjectNode credentials = JsonNodeFactory.instance.objectNode();
      credentials.put("roleArn", role);
      fields.add(new Field("taskCredentials", Form.PLAIN, credentials));
    }
    return new EventDetails.Listed(key(resource, "Scheduled"), fields);
  }
}
