package dev.sluice.server.http;

import dev.sluice.tenant.Scope;
import dev.sluice.tenant.SecretHash;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, known before any route sees it. A route asks it what the request may do, and
 * narrows what it reads to {@link #tenant()}; what belongs to another tenant does not exist for the
 * caller.
 */
public sealed interface Caller {

  /** Whoever runs the server: may do everything, and sees all tenants. */
  record Operator() implements Caller {}

  /**
   * A tenant's API key: may do what its scopes say, and sees its tenant alone.
   *
   * @param secret the one that was presented: a rotated key has another
   * @param address where it was sent from, a literal
   */
  record TenantKey(String owner, String keyId, SecretHash secret, Set<Scope> scopes, String address)
      implements Caller {
    public TenantKey {
      scopes = Set.copyOf(scopes);
    }
  }

  /** Of a request that was let in. */
  static Caller of(Context context) {
    return of(context.req());
  }

  /** Of a request that was let in. */
  static Caller of(HttpServletRequest request) {
    if (request.getAttribute(Exchange.CALLER) instanceof Caller caller) {
      return caller;
    }
    throw new IllegalStateException("a route was reached that asks nobody who calls");
  }

  /** The tenant whose rows alone may be seen; empty: all. */
  default Optional<String> tenant() {
    return switch (this) {
      case Operator ignored -> Optional.empty();
      case TenantKey key -> Optional.of(key.owner());
    };
  }

  default boolean may(Scope scope) {
    return switch (this) {
      case Operator ignored -> true;
      case TenantKey key -> key.scopes().contains(scope);
    };
  }

  /** Throws problem 403 {@code scope} that names what is missing. */
  default void require(Scope scope) {
    if (!may(scope)) {
      throw Problem.of(403, "scope", "this key lacks the scope `" + scope.label() + "`")
          .with("scope", Json.text(scope.label()))
          .asException();
    }
  }

  /** Throws problem 403 {@code operator-only}. */
  default void requireOperator() {
    if (!(this instanceof Operator)) {
      throw Problem.of(403, "operator-only", "this is for the operator's token, not for API keys")
          .asException();
    }
  }

  /** Whether something of this tenant exists for the caller. */
  default boolean sees(String tenant) {
    return tenant().isEmpty() || tenant().get().equals(tenant);
  }

  /**
   * What a list is narrowed to, given its {@code tenant} parameter. Throws problem 404 where a key
   * asks for another tenant's.
   *
   * @param asked null: not asked
   * @return null: all tenants
   */
  default @Nullable String narrowed(@Nullable String asked) {
    if (asked != null && !sees(asked)) {
      throw Problem.notFound("there is no such tenant").asException();
    }
    return asked == null ? tenant().orElse(null) : asked;
  }
}
