package dev.sluice.asl.run;

import dev.sluice.asl.engine.Command;
import dev.sluice.asl.engine.Decision;
import dev.sluice.asl.engine.Event;
import dev.sluice.asl.engine.Execution;
import dev.sluice.asl.engine.Identity;
import dev.sluice.asl.engine.Outcome;
import dev.sluice.asl.engine.Step;
import dev.sluice.asl.history.HistoryEvent;
import dev.sluice.asl.model.AslMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One execution and the loop that drives it. Confined to the thread that runs it. */
final class InMemoryExecution {
  private final AslRunner runner;
  private final Execution execution;
  private final List<HistoryEvent> history = new ArrayList<>();
  private final PriorityQueue<Command.SetTimer> timers =
      new PriorityQueue<>(Comparator.comparing(Command.SetTimer::at));
  private final LinkedBlockingQueue<Event> inbox = new LinkedBlockingQueue<>();
  private final Map<Integer, Thread> threads = new HashMap<>();
  private final Map<Integer, String> tokens = new HashMap<>();

  /** Tickets a handler is at work for: while there are any, virtual time stands still. */
  private int busy;

  private Instant now;

  InMemoryExecution(
      AslRunner runner, AslMachine machine, Identity identity, JsonNode input, long seed) {
    this.runner = runner;
    this.execution = Execution.create(machine, identity, input, seed);
    this.now = identity.startTime();
  }

  ExecutionResult run() {
    Decision decision = Step.advance(execution, new Event.Started(), now);
    while (true) {
      if (runner.history) {
        history.addAll(decision.events());
      }
      for (Command command : decision.commands()) {
        carryOut(command);
      }
      Outcome outcome = decision.outcome();
      if (outcome != null) {
        threads.values().forEach(Thread::interrupt);
        tokens.values().forEach(runner.tokens::forget);
        return new ExecutionResult(outcome, history);
      }
      Event event = decision.ready() ? new Event.Continue() : next();
      tick();
      decision = Step.advance(execution, event, now);
    }
  }

  private void tick() {
    if (!runner.fast) {
      now = runner.clock.instant();
    }
  }

  private void carryOut(Command command) {
    switch (command) {
      case Command.RunTask task -> runTask(task);
      case Command.SetTimer timer -> timers.add(timer);
      case Command.ReadItems read -> inbox.add(new MapObjects(runner.objects).read(read));
      case Command.WriteResults write -> inbox.add(new MapObjects(runner.objects).write(write));
      case Command.MockChildren mock ->
          inbox.add(
              new Event.ChildrenFailed(mock.ticket(), "States.Runtime", "Nothing is mocked here."));
      case Command.Cancel(int ticket) -> {
        Thread thread = threads.remove(ticket);
        if (thread != null) {
          thread.interrupt();
        }
        String token = tokens.remove(ticket);
        if (token != null) {
          runner.tokens.forget(token);
        }
      }
    }
  }

  private void runTask(Command.RunTask task) {
    if (task.token() != null) {
      tokens.put(task.ticket(), task.token());
      runner.tokens.register(task.token(), task.ticket(), inbox::add);
    }
    TaskRequest request =
        new TaskRequest(
            task.state(),
            task.resource(),
            task.input(),
            task.token(),
            task.roleArn(),
            task.retryCount());
    busy++;
    if (runner.inline) {
      deliver(task.ticket(), request);
      return;
    }
    Thread thread =
        Thread.ofVirtual()
            .name("asl-task-" + task.state())
            .unstarted(() -> deliver(task.ticket(), request));
    threads.put(task.ticket(), thread);
    thread.start();
  }

  private void deliver(int ticket, TaskRequest request) {
    TaskReply reply;
    try {
      reply = runner.handler(request.resource().arn()).run(request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reply = new TaskReply.Pending();
    } catch (Exception e) {
      reply = new TaskReply.Failed("States.TaskFailed", String.valueOf(e.getMessage()));
    }
    List<Event> events = new ArrayList<>();
    @Nullable TaskReply rest = reply;
    while (rest != null) {
      rest = tell(ticket, rest, events);
    }
    events.forEach(inbox::add);
    inbox.add(new Event.Continue());
  }

  private static @Nullable TaskReply tell(int ticket, TaskReply reply, List<Event> events) {
    switch (reply) {
      case TaskReply.Succeeded(JsonNode output) ->
          events.add(new Event.TaskSucceeded(ticket, output));
      case TaskReply.Failed(String error, String cause) ->
          events.add(new Event.TaskFailed(ticket, error, cause));
      case TaskReply.TimedOut(String error, String cause) ->
          events.add(new Event.TaskTimedOut(ticket, error, cause));
      case TaskReply.Submitted(JsonNode output, TaskReply end) -> {
        events.add(new Event.TaskSubmitted(ticket, output));
        return end;
      }
      case TaskReply.Taken(String worker, TaskReply end) -> {
        events.add(new Event.TaskStarted(ticket, worker));
        return end;
      }
      case TaskReply.Pending() -> {}
    }
    return null;
  }

  /** The next answer or timer, waiting for it where there is none yet. */
  private Event next() {
    while (true) {
      Event event = inbox.poll();
      if (event == null) {
        event = await();
      }
      if (event instanceof Event.Continue) {
        busy--;
      } else if (event != null) {
        return event;
      }
    }
  }

  private @Nullable Event await() {
    try {
      Command.SetTimer timer = timers.peek();
      if (runner.fast) {
        if (busy > 0 || timer == null) {
          return answerable() ? inbox.take() : stuck();
        }
        timers.poll();
        now = timer.at().isAfter(now) ? timer.at() : now;
        return fired(timer);
      }
      if (timer == null) {
        return answerable() ? inbox.take() : stuck();
      }
      Duration left = Duration.between(runner.clock.instant(), timer.at());
      if (left.isPositive()) {
        return inbox.poll(left.toMillis() + 1, TimeUnit.MILLISECONDS);
      }
      timers.poll();
      return fired(timer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Event.Aborted("States.Runtime", "The runner was interrupted.");
    }
  }

  private boolean answerable() {
    return busy > 0 || (!tokens.isEmpty() && !runner.unattended);
  }

  private static Event fired(Command.SetTimer timer) {
    return new Event.TimerFired(timer.ticket(), timer.timer());
  }

  private static Event stuck() {
    return new Event.Aborted("States.Runtime", "Nothing is left that could end this execution.");
  }
}
