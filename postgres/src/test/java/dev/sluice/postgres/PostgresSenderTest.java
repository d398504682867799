package dev.sluice.postgres;

import dev.sluice.sequence.NoticeContract;
import dev.sluice.sequence.SenderContract;
import dev.sluice.testing.Stores;

class PostgresSenderTest implements SenderContract, NoticeContract {
  private final CoreDatabase database = new CoreDatabase();

  @Override
  public Stores stores() {
    return database.stores();
  }
}
