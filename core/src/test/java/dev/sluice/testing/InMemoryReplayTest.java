package dev.sluice.testing;

import dev.sluice.deadletter.ReplayContract;
import java.time.InstantSource;

class InMemoryReplayTest implements ReplayContract {
  private final Stores stores = InMemoryStores.create(InstantSource.system());

  @Override
  public Stores stores() {
    return stores;
  }
}
