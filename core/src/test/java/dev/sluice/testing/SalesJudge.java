package dev.sluice.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dataset.Dataset;
import dev.sluice.deadletter.Content;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.Judge;
import dev.sluice.deadletter.Judges;
import dev.sluice.run.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Judges letters of the feed {@code till}. The payload of a whole batch is a record a line.
 *
 * @param dataset where they land now
 */
public record SalesJudge(Dataset dataset) implements Judge {

  /** Knows this feed alone. */
  public static Judges only(Dataset dataset) {
    return (tenant, kind, name) ->
        tenant.equals("default") && name.equals(Samples.DAY.name())
            ? Optional.of(new SalesJudge(dataset))
            : Optional.empty();
  }

  @Override
  public String tenant() {
    return "default";
  }

  @Override
  public String definition() {
    return "hash-of-now";
  }

  @Override
  public RetryPolicy retry() {
    return new RetryPolicy(2, Duration.ZERO, 1, Duration.ZERO);
  }

  @Override
  public Judgement judge(DeadLetter letter, Content content) {
    String record = new String(content.current(), UTF_8);
    return new Judgement(Samples.entries(record).getFirst().processed(), "north");
  }

  @Override
  public List<Piece> pieces(DeadLetter letter, byte[] payload) {
    List<Piece> pieces = new ArrayList<>();
    new String(payload, UTF_8)
        .lines()
        .forEach(line -> pieces.add(new Piece(line.getBytes(UTF_8), "correlation", pieces.size())));
    return pieces;
  }

  @Override
  public byte[] sent(List<Piece> pieces) {
    return pieces.stream()
        .map(piece -> new String(piece.original(), UTF_8))
        .collect(Collectors.joining("\n"))
        .getBytes(UTF_8);
  }
}
