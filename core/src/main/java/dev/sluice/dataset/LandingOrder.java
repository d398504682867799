package dev.sluice.dataset;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is special about a landing.
 *
 * @param dryRun judged and counted as if it landed, and nothing does; letters are resolved at once
 * @param correctedRun whose letters the rows with {@link RowSource.Place#corrects} resolve; null
 *     for a landing that corrects nothing
 * @param resolution how resolved letters say what became of them
 */
public record LandingOrder(boolean dryRun, @Nullable UUID correctedRun, String resolution) {
  public static final LandingOrder PLAIN = new LandingOrder(false, null, "");
}
