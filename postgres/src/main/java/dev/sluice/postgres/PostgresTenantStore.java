package dev.sluice.postgres;

import dev.sluice.limit.Rate;
import dev.sluice.run.Answer;
import dev.sluice.tenant.ApiKey;
import dev.sluice.tenant.Directory;
import dev.sluice.tenant.Scope;
import dev.sluice.tenant.SecretHash;
import dev.sluice.tenant.Tenant;
import dev.sluice.tenant.TenantStore;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tenants and keys in PostgreSQL. */
public final class PostgresTenantStore implements TenantStore {
  private final Database database;

  public PostgresTenantStore(Database database) {
    this.database = database;
  }

  /** A statement's values. */
  @FunctionalInterface
  private interface Binding {
    void to(PreparedStatement statement, Connection connection) throws SQLException;
  }

  /** Whether one row was touched; if so the version rises and the answer is kept. */
  private boolean changed(String sql, @Nullable Answer answer, Binding binding) {
    return database.write(connection -> {
      try (PreparedStatement change = connection.prepareStatement(sql)) {
        binding.to(change, connection);
        if (change.executeUpdate() == 0) {
          return false;
        }
      }
      try (PreparedStatement raise =
          connection.prepareStatement("update tenancy set version = version + 1")) {
        raise.executeUpdate();
      }
      if (answer != null) {
        PostgresAnswers.insert(connection, answer);
      }
      return true;
    });
  }

  @Override
  public boolean create(Tenant tenant, @Nullable Answer answer) {
    return changed(
        """
        insert into tenant (id, name, rate_permits, rate_seconds, created_at)
        values (?, ?, ?, ?, ?) on conflict do nothing
        """,
        answer,
        (insert, connection) -> {
          insert.setString(1, tenant.id());
          insert.setString(2, tenant.name());
          bind(insert, 3, tenant.rateLimit());
          insert.setObject(5, Columns.bindable(tenant.createdAt()));
        });
  }

  @Override
  public boolean change(Tenant before, Tenant after) {
    return changed(
        """
        update tenant set name = coalesce(?, name),
               rate_permits = case when ? then ? else rate_permits end,
               rate_seconds = case when ? then ? else rate_seconds end
        where id = ?
        """,
        null,
        (update, connection) -> {
          update.setString(1, other(before.name(), after.name()));
          bindChange(update, 2, before.rateLimit(), after.rateLimit());
          update.setString(6, after.id());
        });
  }

  @Override
  public boolean add(ApiKey key, @Nullable Answer answer) {
    return changed(
        """
        insert into api_key (name, scopes, expires_at, allow_ips, rate_permits, rate_seconds,
                             id, secret, created_at, signature, tenant)
        select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, t.id from tenant t where t.id = ?
        """,
        answer,
        (insert, connection) -> {
          insert.setString(1, key.name());
          insert.setArray(2, scopes(connection, key));
          insert.setObject(3, Columns.bindable(key.expiresAt()));
          insert.setArray(4, addresses(connection, key));
          bind(insert, 5, key.rateLimit());
          insert.setObject(7, key.id());
          insert.setBytes(8, key.secret().bytes());
          insert.setObject(9, Columns.bindable(key.createdAt()));
          insert.setString(10, key.signature().name().toLowerCase(Locale.ROOT));
          insert.setString(11, key.tenant());
        });
  }

  @Override
  public boolean change(ApiKey before, ApiKey after) {
    return changed(
        """
        update api_key set name = coalesce(?, name), scopes = coalesce(?, scopes),
               allow_ips = coalesce(?, allow_ips),
               expires_at = case when ? then ? else expires_at end,
               rate_permits = case when ? then ? else rate_permits end,
               rate_seconds = case when ? then ? else rate_seconds end
        where id = ? and tenant = ? and revoked_at is null
        """,
        null,
        (update, connection) -> {
          boolean scopes = !after.scopes().equals(before.scopes());
          boolean addresses = !after.allowIps().equals(before.allowIps());
          update.setString(1, other(before.name(), after.name()));
          update.setArray(2, scopes ? scopes(connection, after) : null);
          update.setArray(3, addresses ? addresses(connection, after) : null);
          update.setBoolean(4, !Objects.equals(before.expiresAt(), after.expiresAt()));
          update.setObject(5, Columns.bindable(after.expiresAt()));
          bindChange(update, 6, before.rateLimit(), after.rateLimit());
          update.setObject(10, after.id());
          update.setString(11, after.tenant());
        });
  }

  private static @Nullable String other(String before, String after) {
    return after.equals(before) ? null : after;
  }

  private static Array scopes(Connection connection, ApiKey key) throws SQLException {
    return texts(connection, key.scopes().stream().map(Scope::label).sorted().toArray());
  }

  private static Array addresses(Connection connection, ApiKey key) throws SQLException {
    return texts(connection, key.allowIps().stream().map(Object::toString).toArray());
  }

  /** Four values: whether there is another limit, and how many; and again, and for how long. */
  private static void bindChange(
      PreparedStatement statement, int at, @Nullable Rate before, @Nullable Rate after)
      throws SQLException {
    boolean other = !Objects.equals(before, after);
    statement.setBoolean(at, other);
    statement.setObject(at + 1, after == null ? null : after.permits(), Types.BIGINT);
    statement.setBoolean(at + 2, other);
    statement.setObject(at + 3, after == null ? null : after.per().toSeconds(), Types.BIGINT);
  }

  private static Array texts(Connection connection, Object[] values) throws SQLException {
    return connection.createArrayOf("text", values);
  }

  private static void bind(PreparedStatement statement, int at, @Nullable Rate rate)
      throws SQLException {
    statement.setObject(at, rate == null ? null : rate.permits(), Types.BIGINT);
    statement.setObject(at + 1, rate == null ? null : rate.per().toSeconds(), Types.BIGINT);
  }

  @Override
  public boolean rotate(
      String tenant, UUID keyId, SecretHash secret, Instant until, @Nullable Answer answer) {
    return changed(
        """
        update api_key set previous = secret, previous_until = ?, secret = ?
        where id = ? and tenant = ? and revoked_at is null
        """,
        answer,
        (update, connection) -> {
          update.setObject(1, Columns.bindable(until));
          update.setBytes(2, secret.bytes());
          update.setObject(3, keyId);
          update.setString(4, tenant);
        });
  }

  @Override
  public boolean revoke(String tenant, UUID keyId, Instant at) {
    return changed(
        "update api_key set revoked_at = coalesce(revoked_at, ?) where id = ? and tenant = ?",
        null,
        (update, connection) -> {
          update.setObject(1, Columns.bindable(at));
          update.setObject(2, keyId);
          update.setString(3, tenant);
        });
  }

  @Override
  public long version() {
    return database.read(PostgresTenantStore::version);
  }

  private static long version(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("select version from tenancy");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public Directory directory() {
    return database.readSnapshot(connection ->
        new Directory(
            version(connection), TenancyRows.tenants(connection), TenancyRows.keys(connection)));
  }
}
