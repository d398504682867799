package dev.sluice.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/** A line as people read it, in their own time. */
final class TextLines extends Lines {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    line.append(TIME.format(event.getInstant())).append(' ');
    line.append(String.format("%-5s ", event.getLevel()));
    line.append(event.getFormattedMessage());
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> line.append("  ").append(pair.key).append('=').append(pair.value));
    }
    for (Map.Entry<String, String> entry : event.getMDCPropertyMap().entrySet()) {
      line.append("  ").append(entry.getKey()).append('=').append(entry.getValue());
    }
    line.append('\n');
    if (event.getThrowableProxy() != null) {
      line.append(Trace.of(event.getThrowableProxy()));
    }
    return line.toString().replace('\u001b', '?').getBytes(StandardCharsets.UTF_8);
  }
}
