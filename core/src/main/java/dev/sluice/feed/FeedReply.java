package dev.sluice.feed;

import dev.sluice.dataset.Verdict;
import java.util.List;
import java.util.UUID;

/**
 * What a request is answered: committed when it is returned.
 *
 * @param run the feed's run of the day
 * @param verdicts one per record, in the order sent
 * @param sources the source column's value of each record, empty where it is not known
 */
public record FeedReply(UUID run, List<Verdict> verdicts, List<String> sources) {

  public FeedReply {
    verdicts = List.copyOf(verdicts);
    sources = List.copyOf(sources);
  }
}
