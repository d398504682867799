package dev.sluice.postgres;

import dev.sluice.deadletter.CorrectionContract;
import dev.sluice.deadletter.ReplayContract;
import dev.sluice.deadletter.ReplayRunContract;
import dev.sluice.deadletter.WholeBatchContract;
import dev.sluice.testing.Stores;

class PostgresReplayTest
    implements CorrectionContract, ReplayContract, ReplayRunContract, WholeBatchContract {
  private final CoreDatabase database = new CoreDatabase();

  @Override
  public Stores stores() {
    return database.stores();
  }
}
