package dev.sluice.testing;

import dev.sluice.live.TicketsContract;
import java.time.InstantSource;

class InMemoryTicketsTest implements TicketsContract {
  private final Stores stores = InMemoryStores.create(InstantSource.system());

  @Override
  public Stores stores() {
    return stores;
  }
}
