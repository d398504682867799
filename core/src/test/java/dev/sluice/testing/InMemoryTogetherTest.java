package dev.sluice.testing;

import dev.sluice.dataset.TogetherContract;
import java.time.InstantSource;

class InMemoryTogetherTest implements TogetherContract {
  private final Stores stores = InMemoryStores.create(InstantSource.system());

  @Override
  public Stores stores() {
    return stores;
  }
}
