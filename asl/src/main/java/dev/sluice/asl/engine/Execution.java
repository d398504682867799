package dev.sluice.asl.engine;

import dev.sluice.asl.model.AslMachine;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An execution between two steps: nothing but data. {@link Step#advance} changes it in place;
 * {@link ExecutionJson} writes it and reads it back. Not thread-safe.
 */
public final class Execution {
  /** Events a history may have; the last is then ExecutionFailed. */
  public static final int MAX_EVENTS = 25_000;

  final AslMachine machine;
  final Identity identity;
  final JsonNode input;
  final Log log;
  final ArrayDeque<Frame> ready = new ArrayDeque<>();
  final Map<Integer, Frame> waiting = new HashMap<>();
  Frame root;
  int nextTicket = 1;
  long seed;
  long variableBytes;
  final Held held = new Held();
  @Nullable Outcome outcome;

  /** Only under TestState. */
  @Nullable Inspection inspection;

  private Execution(AslMachine machine, Identity identity, JsonNode input, long seed) {
    this.machine = machine;
    this.identity = identity;
    this.input = input;
    this.seed = seed;
    this.log = new Log(null, 1);
    this.root = new Frame(null, 0, machine.block(), log, input, null);
  }

  /** A new execution; the seed decides jitter, tokens and names. */
  public static Execution create(AslMachine machine, Identity identity, JsonNode input, long seed) {
    return new Execution(machine, identity, input, seed);
  }

  /** An execution of a machine's first state alone, as TestState wants it. */
  public static Execution inspected(
      AslMachine machine,
      Identity identity,
      JsonNode input,
      Map<String, JsonNode> variables,
      Inspection inspection) {
    Execution execution = new Execution(machine, identity, input, 0);
    execution.inspection = inspection;
    execution.root.variables.putAll(variables);
    return execution;
  }

  /** The state the execution is in, or goes to next; of its outermost block. */
  public String stateName() {
    return root.state;
  }

  /** Whether the outermost block has left its last state. */
  public boolean blockDone() {
    return root.phase == Frame.Phase.DONE;
  }

  public AslMachine machine() {
    return machine;
  }

  public Identity identity() {
    return identity;
  }

  public JsonNode input() {
    return input;
  }

  /** Null while it runs. */
  public @Nullable Outcome outcome() {
    return outcome;
  }

  /** Whether {@link Event.Continue} has anything to do. */
  public boolean ready() {
    return !ready.isEmpty();
  }

  /** Events in the history so far. */
  public long events() {
    return log.next - 1;
  }

  /** When the machine's TimeoutSeconds are over; null where it has none. */
  @Nullable Instant deadline() {
    Integer seconds = machine.timeoutSeconds();
    return seconds == null ? null : identity.startTime().plusSeconds(seconds);
  }

  int ticket(Frame frame) {
    frame.ticket = nextTicket++;
    waiting.put(frame.ticket, frame);
    return frame.ticket;
  }

  /** The next of a fixed series of random numbers (SplitMix64). */
  long random() {
    seed += 0x9E3779B97F4A7C15L;
    long z = seed;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  String uuid() {
    long high = (random() & ~0xF000L) | 0x4000L;
    long low = (random() >>> 2) | 0x8000000000000000L;
    return new java.util.UUID(high, low).toString();
  }
}
