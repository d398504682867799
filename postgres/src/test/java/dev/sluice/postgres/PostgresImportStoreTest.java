package dev.sluice.postgres;

import dev.sluice.imports.ImportStoreContract;
import dev.sluice.testing.Stores;

class PostgresImportStoreTest implements ImportStoreContract {
  private final CoreDatabase database = new CoreDatabase();

  @Override
  public Stores stores() {
    return database.stores();
  }
}
