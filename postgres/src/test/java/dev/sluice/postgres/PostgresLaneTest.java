package dev.sluice.postgres;

import dev.sluice.run.LaneContract;
import dev.sluice.testing.Stores;

class PostgresLaneTest implements LaneContract {
  private final CoreDatabase database = new CoreDatabase();

  @Override
  public Stores stores() {
    return database.stores();
  }
}
