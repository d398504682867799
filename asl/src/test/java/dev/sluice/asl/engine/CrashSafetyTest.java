package dev.sluice.asl.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.asl.items.ItemFormat;
import dev.sluice.asl.items.ReadException;
import dev.sluice.asl.model.AslMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Cut anywhere, written, read by what knows nothing of the first run, and gone on with. */
class CrashSafetyTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final String OWN =
      """
      {"StartAt":"Set","States":{
        "Set":{"Type":"Pass","Assign":{"v":{"a":[1,2]}},"Next":"Each"},
        "Each":{"Type":"Map","ItemsPath":"$.items","MaxConcurrency":2,
          "Retry":[{"ErrorEquals":["Boom"],"MaxAttempts":2,"JitterStrategy":"FULL"}],
          "Catch":[{"ErrorEquals":["States.ALL"],"Next":"Both","ResultPath":"$.error"}],
          "ItemSelector":{"i.$":"$$.Map.Item.Index","v.$":"$v.a[0]"},
          "ItemProcessor":{"StartAt":"Pause","States":{
            "Pause":{"Type":"Wait","Seconds":5,"Next":"Two"},
            "Two":{"Type":"Choice","Choices":[{"Variable":"$.i","NumericEquals":2,"Next":"No"}],"Default":"Yes"},
            "Yes":{"Type":"Pass","Assign":{"w.$":"$.i"},"End":true},
            "No":{"Type":"Fail","Error":"Boom","Cause":"third"}}},
          "Next":"Both"},
        "Both":{"Type":"Parallel","Branches":[
          {"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":3,"Next":"A2"},"A2":{"Type":"Pass","End":true}}},
          {"StartAt":"B","States":{"B":{"Type":"Map","ItemsPath":"$.items","ItemProcessor":{
            "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
            "StartAt":"C","States":{"C":{"Type":"Wait","Seconds":1,"End":true}}},"End":true}}}],
          "End":true}}}
      """;

  /** A run that can be cut: the execution as JSON, what it waits for, and what it told so far. */
  private record Cut(String json, List<Command> pending, Instant now, int events, boolean ready) {}

  /** Carries out timers, answers readers with a fixed list, and stops to be cut at every step. */
  private static final class Driver {
    private Execution execution;
    private final List<Command> pending = new ArrayList<>();
    private final List<String> history = new ArrayList<>();
    private final List<Cut> cuts = new ArrayList<>();
    private Instant now = START;
    private boolean ready;

    Driver(AslMachine machine, JsonNode input) {
      Identity identity = Identity.standard("m", "e", "arn:aws:iam::1:role/r", START);
      this.execution = Execution.create(machine, identity, input, 7);
    }

    Driver(AslMachine machine, Cut cut) {
      this.execution = ExecutionJson.read(machine, ExecutionJson.MAPPER.readTree(cut.json()));
      this.pending.addAll(cut.pending());
      this.now = cut.now();
      this.ready = cut.ready();
    }

    Outcome start() throws ReadException {
      take(Step.advance(execution, new Event.Started(), now));
      return goOn();
    }

    Outcome goOn() throws ReadException {
      while (execution.outcome() == null) {
        cuts.add(
            new Cut(
                ExecutionJson.write(execution).toString(),
                List.copyOf(pending),
                now,
                history.size(),
                ready));
        take(Step.advance(execution, ready ? new Event.Continue() : next(), now));
      }
      return execution.outcome();
    }

    private void take(Decision decision) {
      decision.events().forEach(event -> history.add(event.execution() + event.toJson()));
      for (Command command : decision.commands()) {
        if (command instanceof Command.Cancel(int ticket)) {
          pending.removeIf(other -> other.ticket() == ticket);
        } else {
          pending.add(command);
        }
      }
      ready = decision.ready();
    }

    private Event next() throws ReadException {
      Command first = null;
      for (Command command : pending) {
        if (!(command instanceof Command.SetTimer)) {
          first = command;
          break;
        }
        if (first == null || at(command).isBefore(at(first))) {
          first = command;
        }
      }
      assertTrue(first != null, "nothing to wait for");
      pending.remove(first);
      return switch (first) {
        case Command.SetTimer(int ticket, Command.Timer timer, Instant at) -> {
          now = at.isAfter(now) ? at : now;
          yield new Event.TimerFired(ticket, timer);
        }
        case Command.ReadItems read ->
            new Event.ItemsRead(
                read.ticket(), new ItemFormat(AslMachine.JSON.readTree("{}"), 0).read("[1,2]"));
        default -> throw new AssertionError(first);
      };
    }

    private static Instant at(Command command) {
      return command instanceof Command.SetTimer timer ? timer.at() : Instant.MIN;
    }
  }

  private static int cutEverywhere(String definition, JsonNode input) throws ReadException {
    Driver whole = new Driver(AslMachine.parse(definition), input);
    Outcome outcome = whole.start();
    for (Cut cut : whole.cuts) {
      // Parsed anew: nothing of the first run's objects is at hand.
      Driver resumed = new Driver(AslMachine.parse(definition), cut);
      assertEquals(outcome, resumed.goOn());
      List<String> all = new ArrayList<>(whole.history.subList(0, cut.events()));
      all.addAll(resumed.history);
      assertEquals(whole.history, all);
    }
    return whole.cuts.size();
  }

  @Test
  void an_execution_cut_at_any_step_ends_the_same() throws ReadException {
    int cuts = cutEverywhere(OWN, AslMachine.JSON.readTree("{\"items\":[10,20,30]}"));
    assertTrue(cuts > 40, "cuts: " + cuts);
  }

  @TestFactory
  Stream<DynamicTest> recorded_executions_cut_at_any_step_end_the_same() throws IOException {
    Path file = Path.of(System.getProperty("sluice.shared", "../shared"), "asl", "cases.jsonl");
    List<DynamicTest> tests = new ArrayList<>();
    tests.add(
        DynamicTest.dynamicTest(
            "own",
            () ->
                cutEverywhere(
                    "{\"StartAt\":\"S\",\"States\":{\"S\":{\"Type\":\"Succeed\"}}}",
                    AslMachine.JSON.readTree("1"))));
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        JsonNode one = AslMachine.JSON.readTree(line);
        boolean pure =
            one.path("tier").asString("").equals("pure")
                && one.path("kind").asString("").contains("execution")
                && !one.has("nondeterministic")
                && one.path("definition").isObject()
                && !line.contains("UUID(")
                && !line.contains("$uuid(")
                && !line.contains("$random(")
                && !line.contains("$now(")
                && !line.contains("$millis(");
        if (pure) {
          tests.add(
              DynamicTest.dynamicTest(
                  one.path("name").asString(""),
                  () ->
                      cutEverywhere(
                          one.path("definition").toString(),
                          one.has("input") ? one.get("input") : AslMachine.JSON.readTree("{}"))));
        }
      }
    }
    return tests.stream();
  }
}
