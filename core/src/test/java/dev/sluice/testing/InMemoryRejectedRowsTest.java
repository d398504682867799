package dev.sluice.testing;

import dev.sluice.imports.RejectedRowsContract;
import java.time.InstantSource;

class InMemoryRejectedRowsTest implements RejectedRowsContract {
  private final Stores stores = InMemoryStores.create(InstantSource.system());

  @Override
  public Stores stores() {
    return stores;
  }
}
