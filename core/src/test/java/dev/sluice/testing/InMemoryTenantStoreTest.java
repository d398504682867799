package dev.sluice.testing;

import dev.sluice.tenant.TenantStoreContract;
import java.time.InstantSource;

class InMemoryTenantStoreTest implements TenantStoreContract {
  private final Stores stores = InMemoryStores.create(InstantSource.system());

  @Override
  public Stores stores() {
    return stores;
  }
}
