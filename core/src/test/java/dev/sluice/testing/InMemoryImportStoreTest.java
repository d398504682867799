package dev.sluice.testing;

import dev.sluice.imports.ImportStoreContract;
import java.time.InstantSource;

class InMemoryImportStoreTest implements ImportStoreContract {
  private final Stores stores = InMemoryStores.create(InstantSource.system());

  @Override
  public Stores stores() {
    return stores;
  }
}
