package dev.sluice.postgres;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.sluice.limit.Rate;
import dev.sluice.tenant.AddressRange;
import dev.sluice.tenant.ApiKey;
import dev.sluice.tenant.Scope;
import dev.sluice.tenant.SecretHash;
import dev.sluice.tenant.Tenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads tenants and keys. */
final class TenancyRows {
  private TenancyRows() {}

  static Map<String, Tenant> tenants(Connection connection) throws SQLException {
    Map<String, Tenant> tenants = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement("select * from tenant");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        String id = row.getString("id");
        tenants.put(
            id,
            new Tenant(id, row.getString("name"), rate(row), Columns.instant(row, "created_at")));
      }
    }
    return tenants;
  }

  static Map<UUID, ApiKey> keys(Connection connection) throws SQLException {
    Map<UUID, ApiKey> keys = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement("select * from api_key");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        ApiKey key = key(row);
        keys.put(key.id(), key);
      }
    }
    return keys;
  }

  private static ApiKey key(ResultSet row) throws SQLException {
    return new ApiKey(
        row.getObject("id", UUID.class),
        row.getString("tenant"),
        row.getString("name"),
        // A scope that a newer version knows means nothing here.
        texts(row, "scopes").map(Scope::of).flatMap(Optional::stream).collect(toUnmodifiableSet()),
        new SecretHash(row.getBytes("secret")),
        previous(row),
        Columns.instant(row, "created_at"),
        Columns.instantOrNull(row, "expires_at"),
        Columns.instantOrNull(row, "revoked_at"),
        // Never leave one out: an empty list allows every address.
        texts(row, "allow_ips").map(range -> AddressRange.parse(range).orElseThrow()).toList(),
        ApiKey.Signature.valueOf(row.getString("signature").toUpperCase(Locale.ROOT)),
        rate(row));
  }

  private static Stream<String> texts(ResultSet row, String column) throws SQLException {
    return Arrays.stream((String[]) row.getArray(column).getArray());
  }

  private static ApiKey.@Nullable Previous previous(ResultSet row) throws SQLException {
    byte[] hash = row.getBytes("previous");
    return hash == null
        ? null
        : new ApiKey.Previous(new SecretHash(hash), Columns.instant(row, "previous_until"));
  }

  private static @Nullable Rate rate(ResultSet row) throws SQLException {
    long permits = row.getLong("rate_permits");
    return row.wasNull()
        ? null
        : new Rate(permits, Duration.ofSeconds(row.getLong("rate_seconds")));
  }
}
