package dev.sluice.asl.engine;

import dev.sluice.asl.model.Block;
import dev.sluice.asl.model.State;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One block being executed: the machine, a branch or an iteration. */
final class Frame {

  /** What a frame is doing. */
  enum Phase {
    /** To enter its state. */
    READY,
    /** To try its state again. */
    AGAIN,
    WAITING,
    TASK,
    RETRY,
    CHILDREN,
    READING,
    WRITING,
    DONE
  }

  final @Nullable Frame parent;
  final int index;
  final Block block;
  final Log log;

  /** The item of a Map's iteration, for the context object. */
  final @Nullable JsonNode item;

  /** The variables of this block; those around it are its parent's. */
  final Map<String, JsonNode> variables = new LinkedHashMap<>();

  /** The first input, of a child execution only. */
  @Nullable JsonNode childInput;

  Phase phase = Phase.READY;
  String state;
  JsonNode input;
  int ticket;

  Instant entered = Instant.EPOCH;
  long enteredEvent;
  long enteredPrevious;

  /** The event the next one of this frame follows. */
  long last;

  int retryCount;
  int[] attempts = NO_ATTEMPTS;

  /** The input after InputPath, while a state waits. */
  @Nullable JsonNode effective;

  @Nullable String token;
  boolean started;

  /** Seconds between heartbeats, 0 where none are due. */
  int heartbeat;

  @Nullable Instant heartbeatDue;
  @Nullable Children children;

  private static final int[] NO_ATTEMPTS = {};

  Frame(
      @Nullable Frame parent,
      int index,
      Block block,
      Log log,
      JsonNode input,
      @Nullable JsonNode item) {
    this.parent = parent;
    this.index = index;
    this.block = block;
    this.log = log;
    this.state = block.startAt();
    this.input = input;
    this.item = item;
  }

  State current() {
    return block.state(state);
  }

  /** A child of a distributed Map: an execution of its own. */
  boolean isolated() {
    return parent != null && parent.log != log;
  }

  /** Whether the frame's end is the end of an execution, be it a child's. */
  boolean top() {
    return parent == null || isolated();
  }

  void enter(int retriers) {
    retryCount = 0;
    attempts = retriers == 0 ? NO_ATTEMPTS : new int[retriers];
    effective = null;
    children = null;
    token = null;
  }
}
