package dev.sluice.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** Sets logback up without its XML, which would cost a tenth of a second at every start. */
public final class LogSetup extends ContextAwareBase implements Configurator {
  /** Set to {@code text} before the first line is logged, or lines are JSON. */
  public static final String FORMAT = "sluice.log";

  /** The least level that is logged, {@code info} unless set. */
  public static final String LEVEL = "sluice.log.level";

  /** Marks a line that need not be written at once: there are many like it. */
  public static final Marker MAY_WAIT = MarkerFactory.getMarker("may-wait");

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    Encoder<ILoggingEvent> encoder =
        System.getProperty(FORMAT, "json").equals("text") ? new TextLines() : new JsonLines();
    encoder.setContext(context);
    encoder.start();
    StandardError stderr = new StandardError(encoder);
    stderr.setContext(context);
    stderr.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(stderr);
    Level level = Level.toLevel(System.getProperty(LEVEL), Level.INFO);
    context.getLogger("dev.sluice").setLevel(level);
    // These tell what we tell ourselves, and in their own words.
    context.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
    context.getLogger("org.eclipse.jetty").setLevel(Level.ERROR);
    context.getLogger("io.javalin").setLevel(Level.ERROR);
    context.getLogger("com.networknt.schema").setLevel(Level.ERROR); // words of a schema's author
    context.getLogger("org.flywaydb").setLevel(Level.WARN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
