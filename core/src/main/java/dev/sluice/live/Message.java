package dev.sluice.live;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a subscriber is sent. */
public sealed interface Message {

  /** As JSON text. */
  String text();

  /** A topic's newest state. */
  record State(Snapshot snapshot) implements Message {
    @Override
    public String text() {
      return snapshot.message();
    }
  }

  /**
   * Something asked for that cannot be had; everything else goes on.
   *
   * @param topic as it was asked for; empty where it is about none
   * @param code stable, in kebab case
   */
  record Refusal(String topic, String code, String detail) implements Message {
    @Override
    public String text() {
      ObjectNode message = JsonNodeFactory.instance.objectNode();
      ObjectNode error = message.putObject("error");
      error.put("topic", topic);
      error.put("code", code);
      error.put("detail", detail);
      return message.toString();
    }
  }
}
