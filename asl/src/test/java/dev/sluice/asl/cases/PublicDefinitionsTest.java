package dev.sluice.asl.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.asl.model.AslMachine;
import dev.sluice.asl.model.DefinitionException;
import dev.sluice.asl.run.AslRunner;
import dev.sluice.asl.run.ExecutionResult;
import dev.sluice.asl.run.TaskReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Definitions people have published: each one parses, and each one ends. */
class PublicDefinitionsTest {

  private static List<JsonNode> definitions() throws IOException {
    List<JsonNode> definitions = new ArrayList<>();
    definitions.add(
        AslMachine.JSON.readTree("{\"StartAt\":\"S\",\"States\":{\"S\":{\"Type\":\"Succeed\"}}}"));
    Path file =
        Path.of(System.getProperty("sluice.shared", "../shared"), "asl", "asl_corpus.jsonl");
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        JsonNode definition = AslMachine.JSON.readTree(line).path("definition");
        definitions.add(
            definition.isString() ? AslMachine.JSON.readTree(definition.asString()) : definition);
      }
    }
    return definitions;
  }

  @Test
  void all_of_them_parse() throws IOException {
    List<String> refused = new ArrayList<>();
    for (JsonNode definition : definitions()) {
      try {
        AslMachine.parse(definition.toString());
      } catch (DefinitionException e) {
        refused.add(e.getMessage());
      }
    }
    assertEquals(List.of(), refused);
  }

  @Test
  void all_of_them_end_whatever_their_tasks_answer() throws IOException {
    AslRunner runner =
        AslRunner.builder()
            .fast(true)
            .seed(3)
            .otherTasks(request -> new TaskReply.Succeeded(request.input()))
            .build();
    for (JsonNode definition : definitions()) {
      ExecutionResult result =
          runner.run(AslMachine.of(definition), AslMachine.JSON.readTree("{}"));
      String cause = String.valueOf(result.cause());
      assertEquals(false, cause.contains("Internal error"), cause);
    }
  }
}
