package dev.sluice.testing;

import dev.sluice.run.BatchStoreContract;
import java.time.InstantSource;

class InMemoryBatchStoreTest implements BatchStoreContract {
  private final Stores stores = InMemoryStores.create(InstantSource.system());

  @Override
  public Stores stores() {
    return stores;
  }
}
