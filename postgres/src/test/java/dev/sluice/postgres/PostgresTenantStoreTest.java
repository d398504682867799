package dev.sluice.postgres;

import dev.sluice.tenant.TenantStoreContract;
import dev.sluice.testing.Stores;

class PostgresTenantStoreTest implements TenantStoreContract {
  private final CoreDatabase database = new CoreDatabase();

  @Override
  public Stores stores() {
    return database.stores();
  }
}
