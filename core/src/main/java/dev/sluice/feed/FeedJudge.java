package dev.sluice.feed;

import dev.sluice.dataset.Dataset;
import dev.sluice.deadletter.Judge;
import dev.sluice.run.RetryPolicy;
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
  public Judgement judge(byte[] payload) {
    return feed.judge(payload, clock.instant());
  }

  @Override
  public List<Piece> pieces(byte[] payload) {
    return FeedPayload.pieces(payload);
  }
}
