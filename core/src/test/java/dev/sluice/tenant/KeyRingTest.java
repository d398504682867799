package dev.sluice.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.run.BackendException;
import dev.sluice.tenant.Authentication.Known;
import dev.sluice.tenant.Authentication.Reason;
import dev.sluice.tenant.Authentication.Refused;
import dev.sluice.testing.InMemoryStores;
import dev.sluice.testing.Samples;
import dev.sluice.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose a credential is, and for how long that counts. */
class KeyRingTest {
  private static final String HERE = "127.0.0.1";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
  private final CountingTenantStore store =
      new CountingTenantStore(InMemoryStores.create(clock).tenants());
  private final KeyRing ring = new KeyRing(store, clock, clock::nanos);
  private final Credential credential = Credential.issue(Samples.id(), new Random(1));

  private ApiKey key(
      @Nullable Instant expiresAt, List<AddressRange> allowed, ApiKey.Signature signature) {
    return new ApiKey(
        credential.keyId(),
        "default",
        "till",
        Set.of(Scope.READ),
        SecretHash.of(credential.secret()),
        null,
        clock.instant(),
        expiresAt,
        null,
        allowed,
        signature,
        null);
  }

  private ApiKey plain() {
    return key(null, List.of(), ApiKey.Signature.OPTIONAL);
  }

  private Authentication ask(String presented) {
    return ring.authenticate(presented, HERE);
  }

  private void refused(Reason reason, Authentication found) {
    assertEquals(new Refused(reason), found);
  }

  @Test
  void a_key_is_known_by_its_secret_alone() {
    store.add(plain(), null);
    Known known = assertInstanceOf(Known.class, ask(credential.text()));
    assertEquals("default", known.tenant().id());
    assertEquals(credential.keyId(), known.key().id());
    refused(Reason.WRONG_SECRET, ask(credential.text() + "x"));
    refused(Reason.WRONG_SECRET, ask(credential.keyId() + ".x"));
    refused(Reason.UNKNOWN, ask(Samples.id() + "." + credential.secret()));
    refused(Reason.MALFORMED, ask(credential.secret()));
    refused(Reason.MALFORMED, ask(""));
    refused(Reason.MALFORMED, ask(credential.keyId() + "."));
  }

  @Test
  void an_expired_key_is_refused_from_its_instant_on() {
    store.add(key(clock.instant().plusSeconds(60), List.of(), ApiKey.Signature.OPTIONAL), null);
    clock.advance(Duration.ofMillis(59_999));
    assertInstanceOf(Known.class, ask(credential.text()));
    clock.advance(Duration.ofMillis(1));
    refused(Reason.EXPIRED, ask(credential.text()));
  }

  @Test
  void a_replaced_secret_works_until_its_overlap_ends() {
    store.add(plain(), null);
    Credential next = Credential.issue(credential.keyId(), new Random(2));
    store.rotate(
        "default",
        credential.keyId(),
        SecretHash.of(next.secret()),
        clock.instant().plusSeconds(30),
        null);
    clock.advance(Duration.ofMillis(29_999));
    assertInstanceOf(Known.class, ask(credential.text()));
    assertInstanceOf(Known.class, ask(next.text()));
    clock.advance(Duration.ofMillis(1));
    refused(Reason.WRONG_SECRET, ask(credential.text()));
    assertInstanceOf(Known.class, ask(next.text()));
  }

  @Test
  void a_key_counts_from_its_addresses_alone_and_unsigned_only_if_it_may() {
    store.add(
        key(
            null,
            List.of(AddressRange.parse("10.0.0.0/8").orElseThrow()),
            ApiKey.Signature.OPTIONAL),
        null);
    assertInstanceOf(Known.class, ring.authenticate(credential.text(), "10.1.2.3"));
    refused(Reason.ADDRESS, ring.authenticate(credential.text(), "11.1.2.3"));
    refused(Reason.ADDRESS, ring.authenticate(credential.text(), "nonsense"));
    refused(Reason.WRONG_SECRET, ring.authenticate(credential.text() + "x", "11.1.2.3"));
    Credential signing = Credential.issue(Samples.id(), new Random(3));
    store.add(
        new ApiKey(
            signing.keyId(),
            "default",
            "signing",
            Set.of(),
            SecretHash.of(signing.secret()),
            null,
            clock.instant(),
            null,
            null,
            List.of(),
            ApiKey.Signature.REQUIRED,
            null),
        null);
    ring.refresh();
    refused(Reason.UNSIGNED, ask(signing.text()));
  }

  @Test
  void a_revocation_elsewhere_counts_within_the_second() {
    store.add(plain(), null);
    assertInstanceOf(Known.class, ask(credential.text()));
    store.revoke("default", credential.keyId(), clock.instant());
    clock.advance(Duration.ofSeconds(1));
    refused(Reason.REVOKED, ask(credential.text()));
  }

  private boolean valid(UUID keyId, Scope scope, String address) {
    return ring.isValid(keyId, SecretHash.of(credential.secret()), scope, address);
  }

  @Test
  void what_lasts_is_held_against_the_secret_it_was_opened_with() {
    store.add(plain(), null);
    SecretHash next = SecretHash.of("next");
    Instant until = clock.instant().plusSeconds(60);
    assertTrue(store.rotate("default", credential.keyId(), next, until, null));
    clock.advance(Duration.ofSeconds(1));
    assertTrue(valid(credential.keyId(), Scope.READ, HERE), "for as long as they overlap");
    clock.advance(Duration.ofSeconds(60));
    assertFalse(valid(credential.keyId(), Scope.READ, HERE));
    assertTrue(ring.isValid(credential.keyId(), next, Scope.READ, HERE));
  }

  @Test
  void what_lasts_can_be_held_against_its_key() {
    store.add(key(clock.instant().plusSeconds(60), List.of(), ApiKey.Signature.OPTIONAL), null);
    assertTrue(valid(credential.keyId(), Scope.READ, HERE));
    assertFalse(valid(Samples.id(), Scope.READ, HERE));
    clock.advance(Duration.ofSeconds(60));
    assertFalse(valid(credential.keyId(), Scope.READ, HERE));
    store.add(plain(), null);
    clock.advance(Duration.ofSeconds(1));
    assertTrue(valid(credential.keyId(), Scope.READ, HERE));
    store.revoke("default", credential.keyId(), clock.instant());
    clock.advance(Duration.ofSeconds(1));
    assertFalse(valid(credential.keyId(), Scope.READ, HERE));
  }

  @Test
  void what_lasts_is_held_against_the_scope_and_the_address_it_was_opened_with() {
    store.add(
        key(
            null,
            List.of(AddressRange.parse("10.0.0.0/8").orElseThrow()),
            ApiKey.Signature.OPTIONAL),
        null);
    assertTrue(valid(credential.keyId(), Scope.READ, "10.1.2.3"));
    assertFalse(valid(credential.keyId(), Scope.READ, HERE));
    assertFalse(valid(credential.keyId(), Scope.FEED_WRITE, "10.1.2.3"));
  }

  @Test
  void a_revocation_here_counts_at_once() {
    store.add(plain(), null);
    assertInstanceOf(Known.class, ask(credential.text()));
    store.revoke("default", credential.keyId(), clock.instant());
    ring.refresh();
    refused(Reason.REVOKED, ask(credential.text()));
  }

  @Test
  void a_new_key_and_a_new_secret_are_found_without_waiting() {
    refused(Reason.UNKNOWN, ask(credential.text()));
    store.add(plain(), null);
    clock.advance(Duration.ofMillis(60));
    assertInstanceOf(Known.class, ask(credential.text()));
    Credential next = Credential.issue(credential.keyId(), new Random(2));
    store.rotate(
        "default", credential.keyId(), SecretHash.of(next.secret()), clock.instant(), null);
    clock.advance(Duration.ofMillis(60));
    assertInstanceOf(Known.class, ask(next.text()));
  }

  @Test
  void the_store_is_not_asked_for_every_request() {
    store.add(plain(), null);
    for (int i = 0; i < 10_000; i++) {
      Authentication known = ask(credential.text());
      Authentication unknown = ask(Samples.id() + "." + i);
      clock.advance(Duration.ofMillis(1));
      assertInstanceOf(Known.class, known);
      assertInstanceOf(Refused.class, unknown);
    }
    // Ten seconds: nonsense costs a look every 50 ms at most, and nothing changed since the first.
    assertTrue(store.looks() <= 201, store.looks() + " looks");
    assertEquals(1, store.reads());
  }

  @Test
  void while_the_store_is_away_what_is_known_counts_for_four_seconds() {
    store.add(plain(), null);
    assertInstanceOf(Known.class, ask(credential.text()));
    store.away(true);
    clock.advance(KeyRing.TRUSTED.minusMillis(1));
    assertInstanceOf(Known.class, ask(credential.text()));
    clock.advance(Duration.ofMillis(1));
    assertThrows(BackendException.class, () -> ask(credential.text()));
    store.away(false);
    assertInstanceOf(Known.class, ask(credential.text()));
  }

  @Property(seed = "2026", tries = 500)
  void no_text_lets_anybody_in(@ForAll String text) {
    refused(
        Credential.parse(text).isPresent() ? Reason.UNKNOWN : Reason.MALFORMED,
        new KeyRing(store, clock, clock::nanos).authenticate(text, HERE));
  }
}
