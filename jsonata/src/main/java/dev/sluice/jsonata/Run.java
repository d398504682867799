package dev.sluice.jsonata;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One evaluation: its input, the host's variables, and what is left of its limits. */
final class Run {
  final Environment environment;
  final Numbers numbers;
  final @Nullable JsonNode root;
  final Map<String, JsonNode> variables;
  final boolean hasVariables;

  /** A value that is no plain JSON may have been put into an object or array. */
  boolean escaped;

  private int depth;
  private int ticks;
  private long items;
  private long deadline;
  private boolean timed;
  private long millis = Long.MIN_VALUE;

  Run(Environment environment, @Nullable JsonNode root, Map<String, JsonNode> variables) {
    this.environment = environment;
    this.numbers = environment.numbers();
    this.root = root;
    this.variables = variables;
    this.hasVariables = !variables.isEmpty();
  }

  /** Called once a loop's turn: looks at the clock now and then. */
  void tick() {
    if ((++ticks & 255) == 0) {
      checkTime();
    }
  }

  /** Items were added to a sequence. */
  void grow(int count) {
    items += count;
    if (items > 4L * environment.options().maxResultItems()) {
      throw new Failure("U1002").text("The result is too large");
    }
    tick();
  }

  /** A string or array of this size is about to be made. */
  void size(long size) {
    if (size > environment.options().maxResultItems()) {
      throw new Failure("U1002")
          .text("A value of " + size + " characters or items exceeds the limit");
    }
  }

  void checkTime() {
    long now = System.nanoTime();
    if (!timed) {
      timed = true;
      deadline = now + environment.timeoutNanos();
    } else if (now - deadline > 0) {
      throw new Failure("U1001")
          .text("The evaluation takes longer than " + environment.options().timeout());
    }
  }

  /** Starts the clock where a single step may be slow. */
  void startClock() {
    if (!timed) {
      checkTime();
    }
  }

  void enter() {
    if (++depth > environment.options().maxDepth()) {
      throw new Failure("U1001")
          .text(
              "Functions call each other more than "
                  + environment.options().maxDepth()
                  + " deep: the recursion does not end, or is not a tail call");
    }
  }

  void leave() {
    depth--;
  }

  long millis() {
    if (millis == Long.MIN_VALUE) {
      millis = environment.options().clock().instant().toEpochMilli();
    }
    return millis;
  }
}
