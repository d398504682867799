package dev.sluice.asl.engine;

import dev.sluice.asl.model.Reference;
import dev.sluice.asl.model.Setting;
import dev.sluice.asl.model.State;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** When a Wait is over. */
final class Waits {
  /** A year and some: the longest an execution may last. */
  private static final long MAX_SECONDS = 99_999_999;

  private final Step step;

  Waits(Step step) {
    this.step = step;
  }

  void begin(Frame frame, State.Wait wait, DataFlow flow) {
    JsonNode effective = flow.effectiveInput();
    Scope scope = Scope.of(step.execution, frame, effective);
    Instant until = until(wait, scope);
    frame.effective = effective;
    frame.phase = Frame.Phase.WAITING;
    int ticket = step.execution.ticket(frame);
    step.command(new Command.SetTimer(ticket, Command.Timer.WAIT, until));
  }

  private Instant until(State.Wait wait, Scope scope) {
    Setting timestamp = wait.timestamp();
    if (wait.seconds() != null) {
      return step.now.plusSeconds(checked(seconds(wait.seconds(), scope)));
    }
    if (timestamp == null) {
      return step.now;
    }
    Instant until = timestamp(timestamp, scope);
    checked(Duration.between(step.now, until).toSeconds());
    return until;
  }

  private static long checked(long seconds) {
    if (seconds > MAX_SECONDS) {
      throw StateFailure.runtime("Wait state delay is too long.");
    }
    return seconds;
  }

  private static long seconds(Setting setting, Scope scope) {
    Reference path = setting.path();
    if (path == null) {
      JsonNode value = scope.typed(setting.value(), "number");
      if (!isLong(value)) {
        throw StateFailure.refused(
            "Seconds", "The Seconds field cannot be parsed as a long value: " + value);
      }
      if (value.longValue() < 0) {
        throw StateFailure.refused(
            "Seconds", "The Seconds field references a negative value: " + value);
      }
      return value.longValue();
    }
    JsonNode value = found(setting, path, scope);
    if (!isLong(value)) {
      throw StateFailure.runtime(
          "The SecondsPath parameter cannot be parsed as a long value: %s == %s"
              .formatted(path.text(), shown(value)));
    }
    if (value.longValue() < 0) {
      throw StateFailure.runtime(
          "The SecondsPath parameter references a negative value: %s == %s"
              .formatted(path.text(), shown(value)));
    }
    return value.longValue();
  }

  private static Instant timestamp(Setting setting, Scope scope) {
    Reference path = setting.path();
    if (path == null) {
      JsonNode value = scope.typed(setting.value(), "string");
      Instant at = Choices.timestamp(value);
      if (at == null) {
        throw StateFailure.refused(
            "Timestamp",
            "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format"
                + " string: "
                + shown(value));
      }
      return at;
    }
    JsonNode value = found(setting, path, scope);
    Instant at = Choices.timestamp(value);
    if (at == null) {
      throw StateFailure.runtime(
          "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: %s == %s"
              .formatted(path.text(), shown(value)));
    }
    return at;
  }

  private static JsonNode found(Setting setting, Reference path, Scope scope) {
    @Nullable JsonNode value = scope.find(path);
    if (value == null) {
      throw StateFailure.runtime(
          "The %sPath parameter does not reference an input value: %s"
              .formatted(setting.field(), path.text()));
    }
    return value;
  }

  private static boolean isLong(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToLong();
  }

  private static String shown(JsonNode value) {
    return value.isString() ? value.asString() : value.toString();
  }
}
