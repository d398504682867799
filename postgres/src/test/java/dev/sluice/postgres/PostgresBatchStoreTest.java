package dev.sluice.postgres;

import dev.sluice.run.BatchStoreContract;
import dev.sluice.testing.Stores;

class PostgresBatchStoreTest implements BatchStoreContract {
  private final CoreDatabase database = new CoreDatabase();

  @Override
  public Stores stores() {
    return database.stores();
  }
}
