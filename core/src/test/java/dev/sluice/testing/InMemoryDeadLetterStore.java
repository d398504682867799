package dev.sluice.testing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.DeadLetterStore;
import dev.sluice.testing.InMemoryState.RunState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

final class InMemoryDeadLetterStore implements DeadLetterStore {
  private final InMemoryState state;
  private final InstantSource clock;

  InMemoryDeadLetterStore(InMemoryState state, InstantSource clock) {
    this.state = state;
    this.clock = clock;
  }

  @Override
  public Optional<DeadLetter> letter(UUID id) {
    synchronized (state) {
      return Optional.ofNullable(state.letters.get(id)).map(InMemoryState.Letter::letter);
    }
  }

  @Override
  public Optional<byte[]> original(UUID id) {
    synchronized (state) {
      return Optional.ofNullable(state.letters.get(id)).map(InMemoryState.Letter::original);
    }
  }

  @Override
  public List<DeadLetter> letters(Query query) {
    synchronized (state) {
      return matching(query)
          .sorted((a, b) -> b.id().compareTo(a.id()))
          .limit(query.limit())
          .toList();
    }
  }

  private Stream<DeadLetter> matching(Query query) {
    Instant from = query.from();
    Instant to = query.to();
    UUID before = query.before();
    return state.letters.values().stream()
        .map(InMemoryState.Letter::letter)
        .filter(letter -> query.tenant() == null || query.tenant().equals(letter.run().tenant()))
        .filter(letter -> query.dataset() == null || query.dataset().equals(letter.dataset()))
        .filter(letter -> query.kind() == null || query.kind() == letter.run().kind())
        .filter(letter -> query.cause() == null || query.cause() == letter.cause())
        .filter(letter -> query.code() == null || query.code().equals(letter.code()))
        .filter(letter -> query.source() == null || query.source().equals(letter.source()))
        .filter(letter -> query.run() == null || query.run().equals(letter.runId()))
        .filter(letter -> query.state() == null || query.state() == letter.state())
        .filter(letter -> from == null || !letter.createdAt().isBefore(from))
        .filter(letter -> to == null || letter.createdAt().isBefore(to))
        .filter(letter -> before == null || letter.id().compareTo(before) < 0);
  }

  @Override
  public Statistics statistics(Query query) {
    synchronized (state) {
      List<DeadLetter> letters = matching(query).toList();
      return new Statistics(
          letters.stream().mapToLong(DeadLetter::records).sum(),
          counts(letters, DeadLetter::code),
          counts(letters, letter -> letter.source() == null ? "" : letter.source()),
          counts(letters, letter -> day(letter).toString()).stream()
              .map(count -> new DayCount(LocalDate.parse(count.name()), count.count()))
              .toList());
    }
  }

  private static LocalDate day(DeadLetter letter) {
    return LocalDate.ofInstant(letter.createdAt(), ZoneOffset.UTC);
  }

  private static List<Count> counts(List<DeadLetter> letters, Function<DeadLetter, String> by) {
    return letters.stream()
        .collect(groupingBy(by, TreeMap::new, summingLong(DeadLetter::records)))
        .entrySet()
        .stream()
        .map(entry -> new Count(entry.getKey(), entry.getValue()))
        .toList();
  }

  @Override
  public int purge(Duration age, int limit) {
    synchronized (state) {
      Instant before = clock.instant().minus(age);
      List<DeadLetter> old =
          state.letters.values().stream()
              .map(InMemoryState.Letter::letter)
              .filter(letter -> letter.createdAt().isBefore(before))
              .limit(limit)
              .toList();
      for (DeadLetter letter : old) {
        state.letters.remove(letter.id());
        RunState run = state.runs.get(letter.runId());
        if (run != null) {
          run.removedLetters += letter.records();
        }
      }
      return old.size();
    }
  }
}
