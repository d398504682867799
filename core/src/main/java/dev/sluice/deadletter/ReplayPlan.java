package dev.sluice.deadletter;

import dev.sluice.dataset.Dataset;
import dev.sluice.run.RunKind;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which letters a run replays.
 *
 * @param filter of one tenant; only open letters are taken, whatever it says
 * @param upTo the newest letter that matched when the replay was asked for
 * @param intakes those with a definition; letters of others are left alone
 * @param onConflict null: as the dataset says
 */
public record ReplayPlan(
    LetterFilter filter, UUID upTo, List<Intake> intakes, Dataset.@Nullable OnConflict onConflict) {

  public ReplayPlan {
    intakes = List.copyOf(intakes);
  }

  /**
   * Where letters came by, and where they go now.
   *
   * @param definition content hash
   */
  public record Intake(RunKind kind, String name, String dataset, String definition) {}
}
