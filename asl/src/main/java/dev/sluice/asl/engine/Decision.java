package dev.sluice.asl.engine;

import dev.sluice.asl.history.HistoryEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one step: history to append, commands to carry out, and whether the execution ended.
 * With {@code ready} there is more to do at once, by {@link Event.Continue}.
 */
public record Decision(
    List<HistoryEvent> events, List<Command> commands, boolean ready, @Nullable Outcome outcome) {}
