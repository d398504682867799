package dev.sluice.sequence;

import static dev.sluice.testing.Samples.DAY;
import static dev.sluice.testing.Samples.sale;
import static dev.sluice.testing.Samples.sales;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.dataset.Landing;
import dev.sluice.run.NewBatch;
import dev.sluice.testing.Samples;
import dev.sluice.testing.Stores;
import java.util.List;

/** Batches of a feed whose senders number their records. */
public interface SenderBatches {

  /** Fresh and empty. */
  Stores stores();

  static NewBatch batch(Stores stores, Arrivals arrivals) {
    return new NewBatch(
        Samples.id(),
        stores.batches().open(DAY),
        DAY,
        "sales",
        "hash",
        "correlation",
        null,
        arrivals.text());
  }

  static Arrivals arrivals(String source, long... numbers) {
    Arrivals arrivals = new Arrivals();
    for (long number : numbers) {
      arrivals.add(source, number);
    }
    return arrivals;
  }

  default void land(Arrivals arrivals) {
    land(batch(stores(), arrivals));
  }

  default void land(NewBatch batch) {
    stores().datasets().declare(sales());
    var entries = Samples.entries(sale((int) (batch.id().getLeastSignificantBits() & 0xFFFFFF)));
    stores().datasets().accept(new Landing(batch, sales(), entries, List.of(), v -> List.of()));
  }

  default Sender only() {
    List<Sender> senders = stores().senders().senders("default", "till", 10);
    assertEquals(1, senders.size());
    return senders.getFirst();
  }

  default Numbers numbers() {
    return requireNonNull(only().numbers());
  }

  default void fold() {
    int folded;
    do {
      folded = stores().books().fold(3);
    } while (folded > 0);
  }
}
