package dev.sluice.testing;

import dev.sluice.sequence.NoticeContract;
import dev.sluice.sequence.SenderContract;
import java.time.InstantSource;

class InMemorySenderTest implements SenderContract, NoticeContract {
  private final Stores stores = InMemoryStores.create(InstantSource.system());

  @Override
  public Stores stores() {
    return stores;
  }
}
