package dev.sluice.postgres;

import dev.sluice.dataset.TogetherContract;
import dev.sluice.testing.Stores;

class PostgresTogetherTest implements TogetherContract {
  private final CoreDatabase database = new CoreDatabase();

  @Override
  public Stores stores() {
    return database.stores();
  }
}
