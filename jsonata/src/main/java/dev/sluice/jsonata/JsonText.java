package dev.sluice.jsonata;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** {@code $string}: a value as text, as JavaScript's {@code JSON.stringify} writes it. */
final class JsonText {
  private final Run run;
  private final boolean pretty;
  private final StringBuilder text = new StringBuilder();

  private JsonText(Run run, boolean pretty) {
    this.run = run;
    this.pretty = pretty;
  }

  static String of(Run run, JsonNode value, boolean pretty) {
    switch (value) {
      case StringNode s -> {
        return s.stringValue();
      }
      case FunctionValue f -> {
        return "";
      }
      case NumericNode n -> {
        if (n.isDouble() && !Double.isFinite(n.doubleValue())) {
          throw Failure.of("D3001", n);
        }
        return run.numbers.text(n);
      }
      default -> {
        // containers and constants below
      }
    }
    JsonNode start =
        value instanceof Sequence s && s.outerWrapper && !s.isEmpty()
            ? Node.present(s.get(0))
            : value;
    JsonText writer = new JsonText(run, pretty);
    writer.write(start, 0);
    return writer.text.toString();
  }

  private void write(@Nullable JsonNode value, int depth) {
    if (depth > 1000) {
      throw new Failure("U1002").text("The value is nested too deeply");
    }
    run.tick();
    if ((text.length() & 0xfff) > 0xf00) {
      run.size(text.length());
    }
    switch (value) {
      case null -> text.append("null");
      case NullNode n -> text.append("null");
      case StringNode s -> quote(s.stringValue());
      case FunctionValue f -> text.append("\"\"");
      case NumericNode n -> {
        if (n.isDouble()) {
          Numbers.isNumeric(n);
        }
        text.append(run.numbers.text(n));
      }
      case ArrayNode array -> array(array, depth);
      case ObjectNode object -> object(object, depth);
      default -> text.append(value.toString());
    }
  }

  private void array(ArrayNode array, int depth) {
    text.append('[');
    for (int i = 0; i < array.size(); i++) {
      separate(i > 0, depth + 1);
      write(array.get(i), depth + 1);
    }
    close(!array.isEmpty(), depth, ']');
  }

  private void object(ObjectNode object, int depth) {
    text.append('{');
    boolean more = false;
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      separate(more, depth + 1);
      more = true;
      quote(field.getKey());
      text.append(pretty ? ": " : ":");
      write(field.getValue(), depth + 1);
    }
    close(more, depth, '}');
  }

  private void separate(boolean more, int depth) {
    if (more) {
      text.append(',');
    }
    if (pretty) {
      text.append('\n').repeat(' ', 2 * depth);
    }
  }

  private void close(boolean more, int depth, char bracket) {
    if (pretty && more) {
      text.append('\n').repeat(' ', 2 * depth);
    }
    text.append(bracket);
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < 0x20) {
            text.append(String.format("\\u%04x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}
