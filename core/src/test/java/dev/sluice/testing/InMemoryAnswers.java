package dev.sluice.testing;

import dev.sluice.run.Answer;
import dev.sluice.run.Answers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

final class InMemoryAnswers implements Answers {
  private final InMemoryState state;
  private final InstantSource clock;

  InMemoryAnswers(InMemoryState state, InstantSource clock) {
    this.state = state;
    this.clock = clock;
  }

  @Override
  public Optional<Answer> find(String tenant, String key) {
    synchronized (state) {
      return Optional.ofNullable(state.answers.get(tenant + "\0" + key))
          .map(InMemoryState.Kept::answer);
    }
  }

  @Override
  public void keep(Answer answer) {
    synchronized (state) {
      state.answers.putIfAbsent(
          answer.tenant() + "\0" + answer.key(), new InMemoryState.Kept(answer, clock.instant()));
    }
  }

  @Override
  public int purge(Duration age, int limit) {
    synchronized (state) {
      Instant before = clock.instant().minus(age);
      var old =
          state.answers.entrySet().stream()
              .filter(kept -> kept.getValue().at().isBefore(before))
              .limit(limit)
              .toList();
      old.forEach(kept -> state.answers.remove(kept.getKey()));
      return old.size();
    }
  }
}
