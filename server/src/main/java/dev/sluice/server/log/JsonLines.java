package dev.sluice.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.sluice.dataset.Rfc3339;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** One JSON object a line: time, level, logger, message, and whatever fields the event has. */
final class JsonLines extends Lines {

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(256);
    line.append("{\"time\":\"")
        .append(Rfc3339.utc(event.getInstant().truncatedTo(ChronoUnit.MICROS)));
    line.append("\",\"level\":\"").append(event.getLevel()).append('"');
    field(line, "logger", event.getLoggerName());
    field(line, "message", event.getFormattedMessage());
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    boolean correlated = false;
    if (pairs != null) {
      for (KeyValuePair pair : pairs) {
        correlated |= pair.key.equals("correlationId");
        value(line, pair.key, pair.value);
      }
    }
    for (Map.Entry<String, String> entry : event.getMDCPropertyMap().entrySet()) {
      if (!correlated || !entry.getKey().equals("correlationId")) {
        field(line, entry.getKey(), entry.getValue());
      }
    }
    field(line, "thread", event.getThreadName());
    if (event.getThrowableProxy() != null) {
      field(line, "exception", Trace.of(event.getThrowableProxy()));
    }
    return line.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void value(StringBuilder line, String name, @Nullable Object value) {
    switch (value) {
      case null -> line.append(",\"").append(name).append("\":null");
      case Number number -> line.append(",\"").append(name).append("\":").append(number);
      case Boolean flag -> line.append(",\"").append(name).append("\":").append(flag);
      default -> field(line, name, value.toString());
    }
  }

  private static void field(StringBuilder line, String name, String value) {
    line.append(",\"").append(name).append("\":\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> line.append("\\\"");
        case '\\' -> line.append("\\\\");
        case '\n' -> line.append("\\n");
        case '\t' -> line.append("\\t");
        default -> {
          if (c < 0x20 || Character.isSurrogate(c)) {
            line.append(String.format("\\u%04x", (int) c));
          } else {
            line.append(c);
          }
        }
      }
    }
    line.append('"');
  }
}
