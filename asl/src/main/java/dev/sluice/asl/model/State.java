package dev.sluice.asl.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One state of a machine, by its Type. */
public sealed interface State {

  Common common();

  /** The {@code Type} field; history events are named after it. */
  String type();

  /** The history event of entering it. */
  String enteredEvent();

  /** The history event of leaving it. */
  String exitedEvent();

  default String name() {
    return common().name();
  }

  default boolean jsonata() {
    return common().language() == QueryLanguage.JSONATA;
  }

  /** Whether the state counts its attempts in the context object. */
  default boolean retries() {
    return this instanceof Task || this instanceof Parallel || this instanceof MapState;
  }

  /**
   * What every state may have. A null {@code next} ends the block. A null reference is JSON's null,
   * which stands for nothing at all; {@link Reference#ROOT} is the default.
   */
  record Common(
      String name,
      QueryLanguage language,
      @Nullable String next,
      @Nullable Reference inputPath,
      @Nullable Reference outputPath,
      @Nullable Template parameters,
      @Nullable Template resultSelector,
      @Nullable ResultPath resultPath,
      @Nullable Template assign,
      @Nullable Template output) {}

  /** Retry and Catch, in order. */
  record Recovery(List<Retrier> retriers, List<Catcher> catchers) {
    public static final Recovery NONE = new Recovery(List.of(), List.of());
  }

  record Pass(Common common, @Nullable JsonNode result) implements State {
    @Override
    public String type() {
      return "Pass";
    }

    @Override
    public String enteredEvent() {
      return "PassStateEntered";
    }

    @Override
    public String exitedEvent() {
      return "PassStateExited";
    }
  }

  record Succeed(Common common) implements State {
    @Override
    public String type() {
      return "Succeed";
    }

    @Override
    public String enteredEvent() {
      return "SucceedStateEntered";
    }

    @Override
    public String exitedEvent() {
      return "SucceedStateExited";
    }
  }

  record Fail(Common common, @Nullable Template error, @Nullable Template cause) implements State {
    @Override
    public String type() {
      return "Fail";
    }

    @Override
    public String enteredEvent() {
      return "FailStateEntered";
    }

    @Override
    public String exitedEvent() {
      return "FailStateExited";
    }
  }

  record Wait(Common common, @Nullable Setting seconds, @Nullable Setting timestamp)
      implements State {
    @Override
    public String type() {
      return "Wait";
    }

    @Override
    public String enteredEvent() {
      return "WaitStateEntered";
    }

    @Override
    public String exitedEvent() {
      return "WaitStateExited";
    }
  }

  record Choice(Common common, List<ChoiceRule> rules, @Nullable String otherwise)
      implements State {
    @Override
    public String type() {
      return "Choice";
    }

    @Override
    public String enteredEvent() {
      return "ChoiceStateEntered";
    }

    @Override
    public String exitedEvent() {
      return "ChoiceStateExited";
    }
  }

  record Task(
      Common common,
      TaskResource resource,
      Recovery recovery,
      @Nullable Setting timeout,
      @Nullable Setting heartbeat,
      @Nullable Template roleArn)
      implements State {
    @Override
    public String type() {
      return "Task";
    }

    @Override
    public String enteredEvent() {
      return "TaskStateEntered";
    }

    @Override
    public String exitedEvent() {
      return "TaskStateExited";
    }
  }

  record Parallel(Common common, List<Block> branches, Recovery recovery) implements State {
    @Override
    public String type() {
      return "Parallel";
    }

    @Override
    public String enteredEvent() {
      return "ParallelStateEntered";
    }

    @Override
    public String exitedEvent() {
      return "ParallelStateExited";
    }
  }

  record MapState(
      Common common,
      Block processor,
      boolean distributed,
      String childType,
      @Nullable String label,
      @Nullable Items items,
      @Nullable Template itemSelector,
      @Nullable Setting maxConcurrency,
      @Nullable Setting toleratedCount,
      @Nullable Setting toleratedPercentage,
      @Nullable ItemReader reader,
      @Nullable ItemBatcher batcher,
      @Nullable ResultWriter writer,
      Recovery recovery)
      implements State {
    @Override
    public String type() {
      return "Map";
    }

    @Override
    public String enteredEvent() {
      return "MapStateEntered";
    }

    @Override
    public String exitedEvent() {
      return "MapStateExited";
    }
  }

  /** Where a Map's items come from: a path (JSONPath) or a template (JSONata). */
  sealed interface Items {
    record Path(Reference reference) implements Items {}

    record Value(Template template) implements Items {}
  }

  /** A distributed Map's input from objects. */
  record ItemReader(
      String resource,
      @Nullable Template arguments,
      JsonNode config,
      @Nullable Setting maxItems,
      @Nullable Template itemsPointer) {}

  /** Items put together into one child's input. */
  record ItemBatcher(
      @Nullable Setting maxItems, @Nullable Setting maxBytes, @Nullable Template batchInput) {}

  /** Where a distributed Map's results are written. */
  record ResultWriter(@Nullable String resource, @Nullable Template arguments, JsonNode config) {}
}
