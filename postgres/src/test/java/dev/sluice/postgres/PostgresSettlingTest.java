package dev.sluice.postgres;

import dev.sluice.dataset.SettlingContract;
import dev.sluice.testing.Stores;

class PostgresSettlingTest implements SettlingContract {
  private final CoreDatabase database = new CoreDatabase();

  @Override
  public Stores stores() {
    return database.stores();
  }
}
