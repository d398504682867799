package dev.sluice.testing;

import dev.sluice.dataset.SettlingContract;
import java.time.InstantSource;

class InMemorySettlingTest implements SettlingContract {
  private final Stores stores = InMemoryStores.create(InstantSource.system());

  @Override
  public Stores stores() {
    return stores;
  }
}
