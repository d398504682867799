package dev.sluice.server.http;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.tenant.Scope;
import dev.sluice.tenant.SecretHash;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a caller may do and see. */
class CallerTest {
  private final Caller operator = new Caller.Operator();
  private final Caller key =
      new Caller.TenantKey("acme", "k1", SecretHash.of("s"), Set.of(Scope.READ), "127.0.0.1");

  @Test
  void the_operator_may_do_everything_and_sees_every_tenant() {
    for (Scope scope : Scope.values()) {
      assertDoesNotThrow(() -> operator.require(scope));
    }
    assertDoesNotThrow(operator::requireOperator);
    assertEquals(Optional.empty(), operator.tenant());
    assertTrue(operator.sees("acme"));
    assertNull(operator.narrowed(null));
    assertEquals("acme", operator.narrowed("acme"));
  }

  @Test
  void a_key_may_do_what_its_scopes_say() {
    assertDoesNotThrow(() -> key.require(Scope.READ));
    Problem missing = problem(() -> key.require(Scope.FEED_WRITE));
    assertEquals(403, missing.status());
    assertEquals("scope", missing.code());
    assertEquals("feed:write", requireNonNull(missing.more().get("scope")).asString());
    assertEquals("operator-only", problem(key::requireOperator).code());
  }

  @Test
  void a_key_sees_its_tenant_alone() {
    assertEquals(Optional.of("acme"), key.tenant());
    assertTrue(key.sees("acme"));
    assertFalse(key.sees("other"));
    assertEquals("acme", key.narrowed(null));
    assertEquals("acme", key.narrowed("acme"));
    assertEquals(404, problem(() -> key.narrowed("other")).status());
  }

  private static Problem problem(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(ProblemException.class, call).problem();
  }
}
