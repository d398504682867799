package dev.sluice.asl.run;

import dev.sluice.asl.history.HistoryEvent;
import dev.sluice.asl.model.AslMachine;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Machines as tests write them, and what became of them. */
final class Machines {
  static final String LAMBDA = "arn:aws:lambda:us-east-1:111111111111:function:f";
  static final String TOKEN = "arn:aws:states:::sqs:sendMessage.waitForTaskToken";

  private Machines() {}

  static JsonNode json(String text) {
    return AslMachine.JSON.readTree(text);
  }

  static AslMachine machine(String text) {
    return AslMachine.parse(text.replace("LAMBDA", LAMBDA).replace("TOKEN", TOKEN));
  }

  static List<String> types(ExecutionResult result) {
    return result.history().stream()
        .filter(e -> e.execution() == null)
        .map(HistoryEvent::type)
        .toList();
  }
}
