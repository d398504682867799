/**
 * What a process tells about itself: meters for Prometheus, always, and traces by OTLP where they
 * are configured. {@link dev.sluice.server.telemetry.Telemetry} is made by the composition root and
 * handed to whoever does something worth telling, as the observers of {@code run} and {@code feed}
 * or as itself. Nothing here decides anything, holds anybody up, or sees a payload; labels come
 * from bounded sets.
 */
@NullMarked
package dev.sluice.server.telemetry;

import org.jspecify.annotations.NullMarked;
