package dev.sluice.postgres;

import dev.sluice.live.TicketsContract;
import dev.sluice.testing.Stores;

class PostgresTicketsTest implements TicketsContract {
  private final CoreDatabase database = new CoreDatabase();

  @Override
  public Stores stores() {
    return database.stores();
  }
}
