package dev.sluice.testing;

import dev.sluice.deadletter.CorrectionContract;
import dev.sluice.deadletter.ReplayContract;
import dev.sluice.deadletter.ReplayRunContract;
import dev.sluice.deadletter.WholeBatchContract;
import java.time.InstantSource;

class InMemoryReplayTest
    implements CorrectionContract, ReplayContract, ReplayRunContract, WholeBatchContract {
  private final Stores stores = InMemoryStores.create(InstantSource.system());

  @Override
  public Stores stores() {
    return stores;
  }
}
