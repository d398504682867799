package dev.sluice.deadletter;

import dev.sluice.run.RunKind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which letters; null means any.
 *
 * @param name of the definition they came by, for example the feed
 * @param code of the first error
 * @param source value of the source column
 * @param run they were received by
 * @param from of the time they were made, inclusive
 * @param to of the time they were made, exclusive
 */
public record LetterFilter(
    @Nullable String tenant,
    @Nullable RunKind kind,
    @Nullable String name,
    @Nullable String dataset,
    DeadLetter.@Nullable Cause cause,
    @Nullable String code,
    @Nullable String source,
    @Nullable UUID run,
    DeadLetter.@Nullable State state,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable List<UUID> ids) {

  public static final LetterFilter ANY =
      new LetterFilter(null, null, null, null, null, null, null, null, null, null, null, null);

  public LetterFilter {
    ids = ids == null ? null : List.copyOf(ids);
  }

  public LetterFilter withTenant(@Nullable String only) {
    return new LetterFilter(
        only, kind, name, dataset, cause, code, source, run, state, from, to, ids);
  }

  public LetterFilter withDataset(@Nullable String only) {
    return new LetterFilter(
        tenant, kind, name, only, cause, code, source, run, state, from, to, ids);
  }

  public LetterFilter withCode(@Nullable String only) {
    return new LetterFilter(
        tenant, kind, name, dataset, cause, only, source, run, state, from, to, ids);
  }

  public LetterFilter withRun(@Nullable UUID only) {
    return new LetterFilter(
        tenant, kind, name, dataset, cause, code, source, only, state, from, to, ids);
  }

  public LetterFilter withState(DeadLetter.@Nullable State only) {
    return new LetterFilter(
        tenant, kind, name, dataset, cause, code, source, run, only, from, to, ids);
  }

  public LetterFilter withIds(@Nullable List<UUID> only) {
    return new LetterFilter(
        tenant, kind, name, dataset, cause, code, source, run, state, from, to, only);
  }
}
