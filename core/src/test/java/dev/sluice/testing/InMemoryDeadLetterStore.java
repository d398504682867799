package dev.sluice.testing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import dev.sluice.deadletter.Change;
import dev.sluice.deadletter.Content;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.DeadLetter.Resolution;
import dev.sluice.deadletter.DeadLetterStore;
import dev.sluice.deadletter.LetterFilter;
import dev.sluice.testing.InMemoryState.Letter;
import dev.sluice.testing.InMemoryState.RunState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

final class InMemoryDeadLetterStore implements DeadLetterStore {
  private final InMemoryState state;
  private final InMemoryLetters letters;
  private final InstantSource clock;

  InMemoryDeadLetterStore(InMemoryState state, InstantSource clock) {
    this.state = state;
    this.letters = new InMemoryLetters(state);
    this.clock = clock;
  }

  @Override
  public Optional<DeadLetter> letter(UUID id, @Nullable String tenant) {
    synchronized (state) {
      return Optional.ofNullable(state.letters.get(id))
          .map(Letter::letter)
          .filter(letter -> tenant == null || tenant.equals(letter.run().tenant()));
    }
  }

  @Override
  public Optional<Content> content(UUID id) {
    synchronized (state) {
      return Optional.ofNullable(state.letters.get(id)).map(Letter::content);
    }
  }

  @Override
  public List<DeadLetter> letters(LetterFilter filter, @Nullable UUID before, int limit) {
    synchronized (state) {
      return letters
          .matching(filter)
          .filter(letter -> before == null || letter.id().compareTo(before) < 0)
          .sorted(Comparator.comparing(DeadLetter::id).reversed())
          .limit(limit)
          .toList();
    }
  }

  @Override
  public List<Group> groups(LetterFilter filter, List<Dimension> by, int limit) {
    synchronized (state) {
      Map<Map<Dimension, @Nullable String>, List<DeadLetter>> grouped =
          letters.matching(filter).collect(groupingBy(letter -> values(letter, by)));
      return grouped.entrySet().stream()
          .map(each -> group(each.getKey(), each.getValue()))
          .sorted(Comparator.comparingLong(Group::letters).thenComparing(Group::newest).reversed())
          .limit(limit)
          .toList();
    }
  }

  private static Group group(Map<Dimension, @Nullable String> values, List<DeadLetter> members) {
    DeadLetter newest = members.getLast();
    long records = members.stream().mapToLong(DeadLetter::records).sum();
    return new Group(
        values,
        members.size(),
        records,
        newest.createdAt(),
        newest.id(),
        newest.errors().isEmpty() ? null : newest.errors().getFirst());
  }

  private static Map<Dimension, @Nullable String> values(DeadLetter letter, List<Dimension> by) {
    Map<Dimension, @Nullable String> values = new EnumMap<>(Dimension.class);
    for (Dimension dimension : by) {
      values.put(
          dimension,
          switch (dimension) {
            case CAUSE -> letter.cause().name().toLowerCase(Locale.ROOT);
            case CODE -> letter.code();
            case FIELD -> letter.errors().isEmpty() ? null : letter.errors().getFirst().field();
            case NAME -> letter.run().name();
            case DATASET -> letter.dataset();
            case SOURCE -> letter.source();
            case STATE -> letter.state().name().toLowerCase(Locale.ROOT);
          });
    }
    return values;
  }

  @Override
  public Statistics statistics(LetterFilter filter) {
    synchronized (state) {
      Map<Cell, Long> counts =
          letters
              .matching(filter)
              .collect(
                  groupingBy(
                      InMemoryDeadLetterStore::cell,
                      LinkedHashMap::new,
                      summingLong(DeadLetter::records)));
      return new Statistics(
          counts.entrySet().stream()
              .map(entry -> {
                Cell cell = entry.getKey();
                return new Cell(
                    cell.code(), cell.source(), cell.day(), cell.state(), entry.getValue());
              })
              .toList());
    }
  }

  private static Cell cell(DeadLetter letter) {
    String source = letter.source() == null ? "" : letter.source();
    LocalDate day = LocalDate.ofInstant(letter.createdAt(), ZoneOffset.UTC);
    return new Cell(letter.code(), source, day, letter.state(), 0);
  }

  @Override
  public Change edit(UUID id, OptionalLong version, byte @Nullable [] payload) {
    synchronized (state) {
      return change(
          id,
          version,
          letter ->
              payload == null && letter.content().edited() == null
                  ? letter.letter()
                  : letters.put(
                      letter, InMemoryLetters.Change.of(letter).edited(payload, clock.instant())));
    }
  }

  @Override
  public Change dismiss(UUID id, String reason) {
    synchronized (state) {
      Resolution how = new Resolution(Resolution.How.DISMISSED, clock.instant(), null, reason);
      return change(
          id,
          OptionalLong.empty(),
          letter -> letters.put(letter, InMemoryLetters.Change.of(letter).dismissed(how)));
    }
  }

  private Change change(UUID id, OptionalLong version, Function<Letter, DeadLetter> change) {
    Letter letter = state.letters.get(id);
    if (letter == null) {
      return new Change.Unknown();
    }
    DeadLetter now = letter.letter();
    if (now.state() != DeadLetter.State.OPEN) {
      return new Change.NotOpen(now);
    }
    return now.version() == version.orElse(now.version())
        ? new Change.Done(change.apply(letter))
        : new Change.Stale(now);
  }

  @Override
  public int purge(Duration age, int limit) {
    synchronized (state) {
      Instant before = clock.instant().minus(age);
      List<DeadLetter> old =
          letters
              .matching(LetterFilter.ANY)
              .filter(letter -> letter.createdAt().isBefore(before))
              .filter(letter -> letter.state() != DeadLetter.State.REPLAYING)
              .limit(limit)
              .toList();
      for (DeadLetter letter : old) {
        state.letters.remove(letter.id());
        removed(letter.runId(), letter.records());
        for (var one : tries(letter.id())) {
          state.corrections.remove(one);
          removed(one.run(), one.rejected() + one.dead());
        }
      }
      return old.size();
    }
  }

  private List<dev.sluice.deadletter.Outcome> tries(UUID letter) {
    return state.corrections.stream()
        .filter(one -> one.letter().equals(letter))
        .collect(Collectors.toList());
  }

  private void removed(UUID id, long records) {
    RunState run = state.runs.get(id);
    if (run != null) {
      run.removedLetters += records;
    }
  }
}
