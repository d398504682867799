package dev.sluice.testing;

import dev.sluice.deadletter.DeskContract;
import java.time.InstantSource;

class InMemoryDeskTest implements DeskContract {
  private final Stores stores = InMemoryStores.create(InstantSource.system());

  @Override
  public Stores stores() {
    return stores;
  }
}
