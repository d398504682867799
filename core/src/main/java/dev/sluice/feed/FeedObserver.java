package dev.sluice.feed;

import dev.sluice.dataset.Dataset;
import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Verdict;
import dev.sluice.run.Lease;
import dev.sluice.run.NewBatch;
import java.util.List;

/**
 * Is told what feeds took and landed, for meters and traces. Never fails, never blocks, and decides
 * nothing; safe from any thread.
 */
public interface FeedObserver {
  FeedObserver NONE =
      new FeedObserver() {
        @Override
        public void accepted(Group group, long nanos) {}

        @Override
        public void landed(Landed landed, long nanos) {}
      };

  /**
   * What one acceptance committed.
   *
   * @param batches settled or queued by it
   * @param requests that shared the commit
   */
  record Group(List<NewBatch> batches, List<FeedRequest> requests, int records) {}

  /**
   * What a worker landed.
   *
   * @param verdicts one per entry, in order
   */
  record Landed(Lease lease, Dataset dataset, List<Entry> entries, List<Verdict> verdicts) {}

  /**
   * A group of requests is committed.
   *
   * @param nanos of the commit, without what the requests waited for it
   */
  void accepted(Group group, long nanos);

  /**
   * What was queued has landed.
   *
   * @param nanos of the commit
   */
  void landed(Landed landed, long nanos);
}
