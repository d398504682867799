package dev.sluice.postgres;

import dev.sluice.dataset.ChunkContract;
import dev.sluice.testing.Stores;

class PostgresChunkLandingTest implements ChunkContract {
  private final CoreDatabase database = new CoreDatabase();

  @Override
  public Stores stores() {
    return database.stores();
  }
}
