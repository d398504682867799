package dev.sluice.postgres;

import dev.sluice.deadletter.ReplayContract;
import dev.sluice.testing.Stores;

class PostgresReplayTest implements ReplayContract {
  private final CoreDatabase database = new CoreDatabase();

  @Override
  public Stores stores() {
    return database.stores();
  }
}
