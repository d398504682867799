package dev.sluice.asl.run;

import dev.sluice.asl.engine.Event;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat for tasks that wait. Thread-safe. */
public final class TaskTokens {
  private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

  private record Waiting(int ticket, Consumer<Event> inbox) {}

  void register(String token, int ticket, Consumer<Event> inbox) {
    waiting.put(token, new Waiting(ticket, inbox));
  }

  void forget(String token) {
    waiting.remove(token);
  }

  /** False where nobody waits for the token: it is wrong, ended or timed out. */
  public boolean succeed(String token, JsonNode output) {
    return end(token, ticket -> new Event.TaskSucceeded(ticket, output));
  }

  public boolean fail(String token, @Nullable String error, @Nullable String cause) {
    return end(token, ticket -> new Event.TaskFailed(ticket, error, cause));
  }

  public boolean heartbeat(String token) {
    Waiting task = waiting.get(token);
    if (task == null) {
      return false;
    }
    task.inbox().accept(new Event.Heartbeat(task.ticket()));
    return true;
  }

  private boolean end(String token, IntFunction<Event> event) {
    Waiting task = waiting.remove(token);
    if (task == null) {
      return false;
    }
    task.inbox().accept(event.apply(task.ticket()));
    return true;
  }
}
