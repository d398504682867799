package dev.sluice.server.telemetry;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the exporter complains about, as a log event of ours: it speaks through java.util.logging,
 * which would write lines of its own form.
 */
final class OtlpLog extends Handler {
  private static final Logger log = LoggerFactory.getLogger(OtlpLog.class);

  /** Held, or the logger and with it the handler would be collected. */
  private static final java.util.logging.Logger SOURCE =
      java.util.logging.Logger.getLogger("io.opentelemetry");

  private OtlpLog() {}

  static synchronized void install() {
    for (Handler handler : SOURCE.getHandlers()) {
      if (handler instanceof OtlpLog) {
        return;
      }
    }
    SOURCE.setUseParentHandlers(false);
    SOURCE.addHandler(new OtlpLog());
  }

  /** Without the message, which may quote what a collector answered. */
  @Override
  public void publish(LogRecord event) {
    if (event.getLevel().intValue() >= Level.WARNING.intValue()) {
      log.atWarn()
          .addKeyValue("source", event.getLoggerName())
          .log("traces are not delivered: check the OTLP endpoint");
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
