package dev.sluice.asl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.asl.engine.Command;
import dev.sluice.asl.engine.Decision;
import dev.sluice.asl.engine.Event;
import dev.sluice.asl.engine.Execution;
import dev.sluice.asl.engine.ExecutionJson;
import dev.sluice.asl.engine.Identity;
import dev.sluice.asl.engine.Step;
import dev.sluice.asl.model.AslMachine;
import dev.sluice.asl.run.AslRunner;
import dev.sluice.asl.run.ExecutionResult;
import dev.sluice.asl.run.TaskReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The examples of the README, run. */
class ExamplesTest {

  @Test
  void runs_a_machine_in_memory() {
    String definition =
        """
        {"StartAt":"Ask","States":{"Ask":{"Type":"Task","End":true,
          "Resource":"arn:aws:lambda:us-east-1:111111111111:function:price",
          "Retry":[{"ErrorEquals":["Busy"],"IntervalSeconds":60}]}}}
        """;
    JsonNode input = AslMachine.JSON.readTree("{\"sku\":7}");
    AslMachine machine = AslMachine.parse(definition);
    AslRunner runner =
        AslRunner.builder()
            .fast(true) // a virtual clock: the minute before the retry takes no time
            .task(
                "arn:aws:lambda:us-east-1:111111111111:function:price",
                request ->
                    request.attempt() == 0
                        ? new TaskReply.Failed("Busy", "try again")
                        : new TaskReply.Succeeded(request.input()))
            .build();
    ExecutionResult result = runner.run(machine, input);
    assertEquals("SUCCEEDED", result.status());
    assertEquals(10, result.history().size());
  }

  @Test
  @SuppressWarnings("UnusedVariable") // the first decision has nothing to do, as the README says
  void steps_through_a_machine_and_survives() {
    AslMachine machine =
        AslMachine.parse(
            "{\"StartAt\":\"W\",\"States\":{\"W\":{\"Type\":\"Wait\",\"Seconds\":60,\"End\":true}}}");
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Identity identity = Identity.standard("m", "e", "arn:aws:iam::111111111111:role/r", now);
    JsonNode input = AslMachine.JSON.readTree("{}");
    Execution execution = Execution.create(machine, identity, input, 42);
    Decision decision = Step.advance(execution, new Event.Started(), now);
    decision = Step.advance(execution, new Event.Continue(), now);
    List<Command> todo = decision.commands(); // SetTimer(ticket, WAIT, a minute from now)

    String stored = ExecutionJson.write(execution).toString();
    // ... the process dies; another one goes on:
    Execution resumed = ExecutionJson.read(machine, ExecutionJson.MAPPER.readTree(stored));
    if (todo.getFirst() instanceof Command.SetTimer(int ticket, Command.Timer timer, Instant at)) {
      decision = Step.advance(resumed, new Event.TimerFired(ticket, timer), at);
    }
    assertEquals(
        "SUCCEEDED", String.valueOf(resumed.outcome() == null ? "" : resumed.outcome().status()));
  }

  @Test
  void the_readme_shows_this_code() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String source =
        squeezed(Files.readString(Path.of("src/test/java/dev/sluice/asl/ExamplesTest.java")));
    String[] parts = readme.split("```", -1);
    for (int i = 1; i < parts.length; i += 2) {
      if (parts[i].startsWith("java")) {
        assertTrue(source.contains(squeezed(parts[i].substring(4))), parts[i]);
      }
    }
  }

  private static String squeezed(String text) {
    return text.replaceAll("\\s+", "");
  }
}
