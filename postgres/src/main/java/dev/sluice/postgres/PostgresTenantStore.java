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
  public boolean change(Tenant tenant) {
    return changed(
        "update tenant set name = ?, rate_permits = ?, rate_seconds = ? where id = ?",
        null,
        (update, connection) -> {
          update.setString(1, tenant.name());
          bind(update, 2, tenant.rateLimit());
          update.setString(4, tenant.id());
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
          bindChangeable(insert, connection, key);
          insert.setObject(7, key.id());
          insert.setBytes(8, key.secret().bytes());
          insert.setObject(9, Columns.bindable(key.createdAt()));
          insert.setString(10, key.signature().name().toLowerCase(Locale.ROOT));
          insert.setString(11, key.tenant());
        });
  }

  @Override
  public boolean change(ApiKey key) {
    return changed(
        """
        update api_key set name = ?, scopes = ?, expires_at = ?, allow_ips = ?,
               rate_permits = ?, rate_seconds = ?
        where id = ? and tenant = ? and revoked_at is null
        """,
        null,
        (update, connection) -> {
          bindChangeable(update, connection, key);
          update.setObject(7, key.id());
          update.setString(8, key.tenant());
        });
  }

  /** The first six values: what may change later. */
  private static void bindChangeable(PreparedStatement statement, Connection connection, ApiKey key)
      throws SQLException {
    statement.setString(1, key.name());
    statement.setArray(
        2, texts(connection, key.scopes().stream().map(Scope::label).sorted().toArray()));
    statement.setObject(3, Columns.bindable(key.expiresAt()));
    statement.setArray(
        4, texts(connection, key.allowIps().stream().map(Object::toString).toArray()));
    bind(statement, 5, key.rateLimit());
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
