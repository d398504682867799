package dev.sluice.testing;

import dev.sluice.live.Broadcast;
import dev.sluice.live.BroadcastContract;
import dev.sluice.live.LocalBroadcast;
import java.time.InstantSource;
import java.util.List;

class LocalBroadcastTest implements BroadcastContract {
  private final LocalBroadcast broadcast = new LocalBroadcast(InstantSource.system());

  @Override
  public List<Broadcast> processes() {
    return List.of(broadcast, broadcast);
  }
}
