package dev.sluice.postgres;

import dev.sluice.dataset.LandingContract;
import dev.sluice.testing.Stores;

class PostgresQueuedLandingTest implements LandingContract {
  private final CoreDatabase database = new CoreDatabase();

  @Override
  public Stores stores() {
    return database.stores();
  }

  @Override
  public Timing timing() {
    return Timing.QUEUED;
  }
}
