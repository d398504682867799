package dev.sluice.testing;

import dev.sluice.dataset.LandingContract;
import java.time.InstantSource;

class InMemoryQueuedLandingTest implements LandingContract {
  private final Stores stores = InMemoryStores.create(InstantSource.system());

  @Override
  public Stores stores() {
    return stores;
  }

  @Override
  public Timing timing() {
    return Timing.QUEUED;
  }
}
