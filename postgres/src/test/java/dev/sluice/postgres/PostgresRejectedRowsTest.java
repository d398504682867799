package dev.sluice.postgres;

import dev.sluice.imports.RejectedRowsContract;
import dev.sluice.testing.Stores;

class PostgresRejectedRowsTest implements RejectedRowsContract {
  private final CoreDatabase database = new CoreDatabase();

  @Override
  public Stores stores() {
    return database.stores();
  }
}
