package dev.sluice.feed;

import dev.sluice.dataset.Dataset;
import dev.sluice.deadletter.Content;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.Judge;
import dev.sluice.run.RetryPolicy;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.List;

/** Judges a feed's dead letters as the feed itself would if they came in now. */
public final class FeedJudge implements Judge {
  private final Feed feed;
  private final InstantSource clock;

  public FeedJudge(Feed feed, InstantSource clock) {
    this.feed = feed;
    this.clock = clock;
  }

  @Override
  public String tenant() {
    return feed.profile().tenant();
  }

  @Override
  public String definition() {
    return feed.profile().definition();
  }

  @Override
  public Dataset dataset() {
    return feed.dataset();
  }

  @Override
  public RetryPolicy retry() {
    return feed.profile().retry();
  }

  @Override
  public Judgement judge(DeadLetter letter, Content record) {
    return feed.judge(record.current(), clock.instant());
  }

  @Override
  public List<Piece> pieces(DeadLetter letter, byte[] payload) {
    return FeedPayload.pieces(payload);
  }

  /** A JSON array, as the feed takes many. */
  @Override
  public byte[] sent(List<Piece> pieces) {
    var bytes = new ByteArrayOutputStream();
    for (Piece piece : pieces) {
      bytes.write(bytes.size() == 0 ? '[' : ',');
      bytes.writeBytes(piece.original());
    }
    bytes.write(']');
    return bytes.toByteArray();
  }
}
