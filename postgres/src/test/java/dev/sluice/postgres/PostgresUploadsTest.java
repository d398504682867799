package dev.sluice.postgres;

import dev.sluice.imports.UploadsContract;
import dev.sluice.testing.Stores;

class PostgresUploadsTest implements UploadsContract {
  private final CoreDatabase database = new CoreDatabase();

  @Override
  public Stores stores() {
    return database.stores();
  }
}
