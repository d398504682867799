package dev.sluice.asl.run;

import dev.sluice.asl.engine.Identity;
import dev.sluice.asl.model.AslMachine;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Runs executions in memory: tasks by Resource, timers on the machine's clock or, with {@link
 * Builder#fast}, on a virtual one that jumps. Immutable, thread-safe; any number of executions at
 * once.
 */
public final class AslRunner {
  final Map<String, TaskHandler> tasks;
  final TaskHandler otherTasks;
  final ObjectStore objects;
  final InstantSource clock;
  final boolean fast;
  final boolean history;
  final boolean unattended;
  final boolean inline;
  final TaskTokens tokens;
  private final UnaryOperator<Identity> identity;
  private final @Nullable Long seed;

  private AslRunner(Builder builder) {
    this.tasks = Map.copyOf(builder.tasks);
    this.otherTasks = builder.otherTasks;
    this.objects = builder.objects;
    this.clock = builder.clock;
    this.fast = builder.fast;
    this.history = builder.history;
    this.unattended = builder.unattended;
    this.inline = builder.inline;
    this.tokens = builder.tokens;
    this.identity = builder.identity;
    this.seed = builder.seed;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Runs to the end and never throws for what the definition or the input does. */
  public ExecutionResult run(AslMachine machine, JsonNode input) {
    Instant start = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    UUID name =
        seed == null
            ? new UUID(
                ThreadLocalRandom.current().nextLong(), ThreadLocalRandom.current().nextLong())
            : new UUID(seed, 0x8000000000000000L);
    Identity who =
        identity.apply(
            Identity.standard(
                "StateMachine", name.toString(), "arn:aws:iam::111111111111:role/sfn-role", start));
    return new InMemoryExecution(
            this, machine, who, input, seed == null ? name.getMostSignificantBits() : seed)
        .run();
  }

  /** Ends tasks that wait for their token; shared by all executions of this runner. */
  public TaskTokens tokens() {
    return tokens;
  }

  TaskHandler handler(String resource) {
    return tasks.getOrDefault(resource, otherTasks);
  }

  /** What an {@link AslRunner} is made of. */
  public static final class Builder {
    private final Map<String, TaskHandler> tasks = new LinkedHashMap<>();
    private TaskHandler otherTasks =
        request ->
            new TaskReply.Failed(
                "States.TaskFailed", "No task is registered for " + request.resource().arn());
    private ObjectStore objects = new MemoryObjects();
    private InstantSource clock = InstantSource.system();
    private boolean fast;
    private boolean history = true;
    private boolean unattended;
    private boolean inline;
    private final TaskTokens tokens = new TaskTokens();
    private UnaryOperator<Identity> identity = UnaryOperator.identity();
    private @Nullable Long seed;

    private Builder() {}

    /** Runs the tasks of one Resource. */
    public Builder task(String resource, TaskHandler handler) {
      tasks.put(resource, handler);
      return this;
    }

    /** Answers the tasks of one Resource with always the same. */
    public Builder mock(String resource, JsonNode output) {
      return task(resource, _ -> new TaskReply.Succeeded(output));
    }

    /** Runs the tasks of every Resource that has no handler of its own. */
    public Builder otherTasks(TaskHandler handler) {
      otherTasks = handler;
      return this;
    }

    public Builder objects(ObjectStore store) {
      objects = store;
      return this;
    }

    /** Where time starts from; {@link #fast} goes on from there by itself. */
    public Builder clock(InstantSource source) {
      clock = source;
      return this;
    }

    /** A virtual clock: Wait, Retry and timeouts take no time. */
    public Builder fast(boolean virtual) {
      fast = virtual;
      return this;
    }

    /** Whether to keep the history; on unless told otherwise. */
    public Builder history(boolean keep) {
      history = keep;
      return this;
    }

    /**
     * Nobody uses {@link AslRunner#tokens}: a task that waits for its token without a timeout ends
     * its execution as aborted, where it would wait for ever.
     */
    public Builder unattended(boolean alone) {
      unattended = alone;
      return this;
    }

    /**
     * Handlers answer at once: they are called one after the other, in the order in which the tasks
     * are scheduled, on the thread that runs the execution, so that every run is the same.
     */
    public Builder inline(boolean answeringAtOnce) {
      inline = answeringAtOnce;
      return this;
    }

    /** Changes who executions are, from the context object's view. */
    public Builder identity(UnaryOperator<Identity> change) {
      identity = change;
      return this;
    }

    /** Makes names, tokens and jitter the same in every run. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    public AslRunner build() {
      return new AslRunner(this);
    }
  }
}
