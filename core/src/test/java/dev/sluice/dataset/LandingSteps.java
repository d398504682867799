package dev.sluice.dataset;

import static dev.sluice.testing.Samples.batch;
import static dev.sluice.testing.Samples.entries;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.LetterFilter;
import dev.sluice.run.Counts;
import dev.sluice.run.Lease;
import dev.sluice.run.LeaseRequest;
import dev.sluice.run.NewBatch;
import dev.sluice.run.RunKind;
import dev.sluice.testing.Samples;
import dev.sluice.testing.Stores;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How a batch gets to its landing, and what is looked at afterwards. */
interface LandingSteps {

  /** Fresh and empty. */
  Stores stores();

  Timing timing();

  /** Rule 5. */
  enum Timing {
    DIRECT,
    QUEUED
  }

  default List<Verdict> land(Dataset dataset, List<Entry> entries) {
    stores().datasets().declare(dataset);
    return landAs(batch(stores().batches().open(Samples.DAY)), dataset, entries);
  }

  default List<Verdict> landAs(NewBatch batch, Dataset dataset, List<Entry> entries) {
    return switch (timing()) {
      case DIRECT ->
          stores()
              .datasets()
              .accept(new Landing(batch, dataset, entries, List.of(), v -> List.of()));
      case QUEUED -> {
        stores().batches().accept(batch, entries.size(), new byte[] {1});
        yield assertInstanceOf(
                DatasetStore.StoreResult.Settled.class,
                stores().datasets().store(lease(), dataset, entries))
            .verdicts();
      }
    };
  }

  private Lease lease() {
    return stores()
        .batches()
        .lease(
            new LeaseRequest(RunKind.FEED, "test", Duration.ofSeconds(30), LeaseRequest.FIRST, 100))
        .orElseThrow();
  }

  default List<StoredRecord> rows(Dataset dataset) {
    return stores()
        .datasets()
        .list(dataset, new DatasetStore.Filter(null, Map.of(), null, null, null, 10_000));
  }

  default List<DeadLetter> letters() {
    return stores().letters().letters(LetterFilter.ANY, null, 10_000);
  }

  private Counts counts() {
    return stores().books().totals().total();
  }

  default void assertBooks(Counts expected) {
    assertEquals(expected, counts());
    assertEquals(List.of(), stores().books().audit());
    stores().books().fold(1_000);
    assertEquals(expected, counts());
    assertEquals(List.of(), stores().books().audit());
  }

  default Map<String, BigDecimal> sums(Dataset dataset) {
    Map<String, BigDecimal> sums = new java.util.HashMap<>();
    for (DatasetStore.SourceDay cell : stores().datasets().statistics(dataset, null).sourceDays()) {
      cell.sums().forEach((name, sum) -> sums.merge(name, new BigDecimal(sum), BigDecimal::add));
    }
    sums.replaceAll((name, sum) -> new BigDecimal(sum.stripTrailingZeros().toPlainString()));
    return sums;
  }
}
