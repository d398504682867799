package dev.sluice.tenant;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.limit.Rate;
import dev.sluice.run.Answer;
import dev.sluice.testing.Samples;
import dev.sluice.testing.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is promised about tenants and keys. */
public interface TenantStoreContract {
  Instant AT = Instant.parse("2026-03-01T10:00:00.123456Z");
  Rate SLOW = new Rate(1_000, Duration.ofMinutes(1));

  /** Fresh: the tenant {@code default} alone. */
  Stores stores();

  private TenantStore store() {
    return stores().tenants();
  }

  private static Tenant acme(@Nullable Rate rate) {
    return new Tenant("acme", "Acme", rate, AT);
  }

  private static ApiKey key(String tenant) {
    return new ApiKey(
        Samples.id(),
        tenant,
        "till",
        Set.of(Scope.READ, Scope.FEED_WRITE),
        SecretHash.of("first"),
        null,
        AT,
        AT.plusSeconds(60),
        null,
        List.of(AddressRange.parse("10.0.0.0/8").orElseThrow()),
        ApiKey.Signature.OPTIONAL,
        SLOW);
  }

  private ApiKey stored(UUID id) {
    return requireNonNull(store().directory().keys().get(id));
  }

  @Test
  default void there_is_always_a_default_tenant() {
    assertEquals(Set.of("default"), store().directory().tenants().keySet());
  }

  @Test
  default void a_tenant_is_created_once_and_changed() {
    assertTrue(store().create(acme(SLOW), null));
    assertFalse(store().create(new Tenant("acme", "Other", null, AT), null));
    assertEquals(acme(SLOW), store().directory().tenants().get("acme"));
    assertTrue(store().change(acme(SLOW), new Tenant("acme", "Acme Ltd", null, AT.plusSeconds(9))));
    assertEquals(
        new Tenant("acme", "Acme Ltd", null, AT), store().directory().tenants().get("acme"));
    assertFalse(store().change(acme(SLOW), new Tenant("nobody", "x", null, AT)));
  }

  @Test
  default void a_key_comes_back_as_it_was_added() {
    ApiKey key = key("default");
    assertTrue(store().add(key, null));
    assertEquals(key, stored(key.id()));
    assertFalse(store().add(key("nobody"), null));
    assertEquals(Set.of(key.id()), store().directory().keys().keySet());
  }

  @Test
  default void a_rotated_key_keeps_its_last_secret_and_no_other() {
    ApiKey key = key("default");
    store().add(key, null);
    assertTrue(store().rotate("default", key.id(), SecretHash.of("second"), AT, null));
    assertTrue(
        store().rotate("default", key.id(), SecretHash.of("third"), AT.plusSeconds(5), null));
    ApiKey rotated = stored(key.id());
    assertEquals(SecretHash.of("third"), rotated.secret());
    assertEquals(
        new ApiKey.Previous(SecretHash.of("second"), AT.plusSeconds(5)), rotated.previous());
    assertEquals(key.scopes(), rotated.scopes());
  }

  @Test
  default void a_changed_key_keeps_what_cannot_change() {
    ApiKey key = key("default");
    store().add(key, null);
    ApiKey wish =
        new ApiKey(
            key.id(),
            "default",
            "desk",
            Set.of(Scope.DEAD_LETTERS_WRITE),
            SecretHash.of("other"),
            new ApiKey.Previous(SecretHash.of("x"), AT),
            AT.plusSeconds(1),
            null,
            AT,
            List.of(),
            ApiKey.Signature.REQUIRED,
            null);
    assertTrue(store().change(key, wish));
    assertEquals(
        new ApiKey(
            key.id(),
            "default",
            "desk",
            Set.of(Scope.DEAD_LETTERS_WRITE),
            key.secret(),
            null,
            AT,
            null,
            null,
            List.of(),
            ApiKey.Signature.OPTIONAL,
            null),
        stored(key.id()));
  }

  @Test
  default void changes_of_different_things_do_not_undo_each_other() {
    ApiKey key = key("default");
    store().add(key, null);
    ApiKey narrower = with(key, key.name(), Set.of(), AT.plusSeconds(1), List.of(), null);
    ApiKey named =
        with(key, "desk", key.scopes(), key.expiresAt(), key.allowIps(), key.rateLimit());
    assertTrue(store().change(key, narrower));
    assertTrue(store().change(key, named));
    assertEquals(with(key, "desk", Set.of(), AT.plusSeconds(1), List.of(), null), stored(key.id()));

    Tenant acme = acme(SLOW);
    store().create(acme, null);
    assertTrue(store().change(acme, acme(null)));
    assertTrue(store().change(acme, new Tenant("acme", "Acme Ltd", SLOW, AT)));
    assertEquals(
        new Tenant("acme", "Acme Ltd", null, AT), store().directory().tenants().get("acme"));
  }

  private static ApiKey with(
      ApiKey key,
      String name,
      Set<Scope> scopes,
      @Nullable Instant expiresAt,
      List<AddressRange> allowIps,
      @Nullable Rate rateLimit) {
    return new ApiKey(
        key.id(),
        key.tenant(),
        name,
        scopes,
        key.secret(),
        key.previous(),
        key.createdAt(),
        expiresAt,
        null,
        allowIps,
        key.signature(),
        rateLimit);
  }

  @Test
  default void a_revoked_key_stays_revoked() {
    ApiKey key = key("default");
    store().add(key, null);
    assertTrue(store().revoke("default", key.id(), AT.plusSeconds(1)));
    assertTrue(store().revoke("default", key.id(), AT.plusSeconds(2)));
    assertEquals(AT.plusSeconds(1), stored(key.id()).revokedAt());
    assertFalse(store().rotate("default", key.id(), SecretHash.of("second"), AT, null));
    assertFalse(store().change(key, key));
    assertEquals(SecretHash.of("first"), stored(key.id()).secret());
  }

  @Test
  default void another_tenants_key_does_not_exist() {
    store().create(acme(null), null);
    ApiKey key = key("default");
    store().add(key, null);
    assertFalse(store().rotate("acme", key.id(), SecretHash.of("mine"), AT, null));
    assertFalse(store().revoke("acme", key.id(), AT));
    assertNull(stored(key.id()).revokedAt());
    assertFalse(store().revoke("default", Samples.id(), AT));
  }

  @Test
  default void every_change_raises_the_version_and_nothing_else_does() {
    long version = store().version();
    store().create(acme(null), null);
    assertNotEquals(version, store().version());
    version = store().version();
    store().create(acme(null), null);
    store().revoke("default", Samples.id(), AT);
    assertEquals(version, store().version());
    assertEquals(version, store().directory().version());
    ApiKey key = key("acme");
    store().add(key, null);
    store().change(key, key);
    store().rotate("acme", key.id(), SecretHash.of("second"), AT, null);
    store().revoke("acme", key.id(), AT);
    assertTrue(store().version() >= version + 4);
  }

  @Test
  default void the_answer_is_kept_with_the_change_or_not_at_all() {
    Answer first = new Answer("", "k1", new byte[] {1}, 201, new byte[] {2});
    Answer second = new Answer("", "k2", new byte[] {1}, 409, new byte[] {3});
    assertTrue(store().create(acme(null), first));
    assertFalse(store().create(acme(null), second));
    assertTrue(stores().answers().find("", "k1").isPresent());
    assertTrue(stores().answers().find("", "k2").isEmpty());
  }
}
