package dev.sluice.testing;

import dev.sluice.imports.UndosContract;
import java.time.InstantSource;

class InMemoryUndosTest implements UndosContract {
  private final Stores stores = InMemoryStores.create(InstantSource.system());

  @Override
  public Stores stores() {
    return stores;
  }
}
