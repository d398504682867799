package dev.sluice.testing;

import dev.sluice.imports.ImportQueueContract;
import java.time.InstantSource;

class InMemoryImportQueueTest implements ImportQueueContract {
  private final Stores stores = InMemoryStores.create(InstantSource.system());

  @Override
  public Stores stores() {
    return stores;
  }
}
