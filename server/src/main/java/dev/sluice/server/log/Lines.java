package dev.sluice.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import org.jspecify.annotations.Nullable;

/** Lines alone: nothing before the first, nothing after the last. */
abstract class Lines extends EncoderBase<ILoggingEvent> {

  @Override
  public final byte @Nullable [] headerBytes() {
    return null;
  }

  @Override
  public final byte @Nullable [] footerBytes() {
    return null;
  }
}
