package dev.sluice.postgres;

import dev.sluice.deadletter.DeskContract;
import dev.sluice.testing.Stores;

class PostgresDeskTest implements DeskContract {
  private final CoreDatabase database = new CoreDatabase();

  @Override
  public Stores stores() {
    return database.stores();
  }
}
