package dev.sluice.postgres;

import dev.sluice.imports.UndosContract;
import dev.sluice.testing.Stores;

class PostgresUndosTest implements UndosContract {
  private final CoreDatabase database = new CoreDatabase();

  @Override
  public Stores stores() {
    return database.stores();
  }
}
