package dev.sluice.asl.engine;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What TestState adds to an execution of one state: a context object of its own, the retries
 * counted already, and what was seen on the way. Causes are without the state's prefix under it.
 */
public final class Inspection {
  final @Nullable ObjectNode context;
  final int retries;

  /** In place of what an ItemReader would read; null where nothing was given. */
  final @Nullable JsonNode readerItems;

  final ObjectNode seen = JsonNodeFactory.instance.objectNode();
  int retryIndex = -1;
  int catchIndex = -1;

  /** The error a catcher took. */
  @Nullable ObjectNode errorOutput;

  /** Seconds before the retry; negative where there is none. */
  double backoff = -1;

  public Inspection(@Nullable ObjectNode context, int retries, @Nullable JsonNode readerItems) {
    this.context = context;
    this.readerItems = readerItems;
    this.retries = retries;
  }

  /** The stages of the data flow, as TestState's inspectionData names them. */
  public ObjectNode seen() {
    return seen;
  }

  /** The retrier that matched; negative where none did. */
  public int retryIndex() {
    return retryIndex;
  }

  /** The catcher that matched; negative where none did. */
  public int catchIndex() {
    return catchIndex;
  }

  /** {@code {"Error", "Cause"}} as a catcher took it; null where none did. */
  public @Nullable ObjectNode errorOutput() {
    return errorOutput;
  }

  /** Seconds before the retry that would come now; negative where none would. */
  public double backoff() {
    return backoff;
  }
}
