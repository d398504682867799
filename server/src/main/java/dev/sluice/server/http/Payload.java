package dev.sluice.server.http;

import dev.sluice.record.JsonLimits;
import dev.sluice.record.Parsed;
import dev.sluice.record.StrictJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/** Bytes somebody sent, shown as JSON where they are JSON, else as text, else in base64. */
final class Payload {
  private static final StrictJson JSON = new StrictJson(JsonLimits.RECORD);

  private Payload() {}

  static void show(ObjectNode into, byte[] bytes) {
    show(into, "payload", bytes);
  }

  /** Writes members {@code name} and {@code nameType}. */
  static void show(ObjectNode into, String name, byte[] bytes) {
    String type = name + "Type";
    if (JSON.parse(bytes) instanceof Parsed.Document(var root)) {
      into.put(type, "json");
      into.set(name, root);
      return;
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      into.put(type, "text");
      into.put(name, text);
    } catch (CharacterCodingException e) {
      into.put(type, "base64");
      into.put(name, Base64.getEncoder().encodeToString(bytes));
    }
  }
}
