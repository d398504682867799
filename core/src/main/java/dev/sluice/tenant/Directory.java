package dev.sluice.tenant;

import java.util.Map;
import java.util.UUID;

/**
 * All tenants and keys at one moment.
 *
 * @param version that of {@link TenantStore#version} at that moment
 * @param keys expired and revoked ones included
 */
public record Directory(long version, Map<String, Tenant> tenants, Map<UUID, ApiKey> keys) {
  public Directory {
    tenants = Map.copyOf(tenants);
    keys = Map.copyOf(keys);
  }
}
