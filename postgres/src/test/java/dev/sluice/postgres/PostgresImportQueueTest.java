package dev.sluice.postgres;

import dev.sluice.imports.ImportQueueContract;
import dev.sluice.testing.Stores;

class PostgresImportQueueTest implements ImportQueueContract {
  private final CoreDatabase database = new CoreDatabase();

  @Override
  public Stores stores() {
    return database.stores();
  }
}
