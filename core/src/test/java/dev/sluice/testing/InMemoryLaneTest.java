package dev.sluice.testing;

import dev.sluice.run.LaneContract;
import java.time.InstantSource;

class InMemoryLaneTest implements LaneContract {
  private final Stores stores = InMemoryStores.create(InstantSource.system());

  @Override
  public Stores stores() {
    return stores;
  }
}
