package dev.sluice.testing;

import dev.sluice.imports.UploadsContract;
import java.time.InstantSource;

class InMemoryUploadsTest implements UploadsContract {
  private final Stores stores = InMemoryStores.create(InstantSource.system());

  @Override
  public Stores stores() {
    return stores;
  }
}
