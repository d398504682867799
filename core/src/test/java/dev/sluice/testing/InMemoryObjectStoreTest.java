package dev.sluice.testing;

import dev.sluice.object.ObjectStore;
import dev.sluice.object.ObjectStoreContract;

class InMemoryObjectStoreTest implements ObjectStoreContract {
  private final InMemoryObjectStore store = new InMemoryObjectStore();

  @Override
  public ObjectStore store() {
    return store;
  }
}
