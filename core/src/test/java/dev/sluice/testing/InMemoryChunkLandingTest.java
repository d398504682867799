package dev.sluice.testing;

import dev.sluice.dataset.ChunkContract;
import java.time.InstantSource;

class InMemoryChunkLandingTest implements ChunkContract {
  private final Stores stores = InMemoryStores.create(InstantSource.system());

  @Override
  public Stores stores() {
    return stores;
  }
}
