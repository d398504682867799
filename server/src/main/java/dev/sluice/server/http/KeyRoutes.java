package dev.sluice.server.http;

import dev.sluice.record.BodyProblemException;
import dev.sluice.run.Answer;
import dev.sluice.tenant.ApiKey;
import dev.sluice.tenant.Credential;
import dev.sluice.tenant.KeyRing;
import dev.sluice.tenant.Scope;
import dev.sluice.tenant.SecretHash;
import dev.sluice.tenant.TenantStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** A tenant's API keys: made, listed, changed, rotated and revoked. A secret is shown once. */
final class KeyRoutes implements Routes {
  private static final Logger log = LoggerFactory.getLogger(KeyRoutes.class);
  private static final String KEYS = "/api/tenants/{tenant}/keys";
  private static final String KEY = "/api/tenants/{tenant}/keys/{key}";
  private static final String ROTATE = "/api/tenants/{tenant}/keys/{key}/rotate";
  private static final int USUAL = 50;
  private static final int MOST = 500;
  private static final long LONGEST_OVERLAP = 30 * 86_400L;

  private final TenantStore store;
  private final KeyRing ring;
  private final RandomGenerator secrets;
  private final Creations creations;
  private final Cursors cursors;
  private final Supplier<UUID> ids;
  private final InstantSource clock;

  KeyRoutes(Ports ports, Creations creations, Cursors cursors) {
    this.store = ports.tenancy().store();
    this.ring = ports.tenancy().ring();
    this.secrets = ports.tenancy().secrets();
    this.creations = creations;
    this.cursors = cursors;
    this.ids = ports.ids();
    this.clock = ports.clock();
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.post(KEYS, this::create);
    routes.get(KEYS, this::list);
    routes.get(KEY, this::show);
    routes.patch(KEY, this::change);
    routes.delete(KEY, this::revoke);
    routes.post(ROTATE, this::rotate);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** So that it counts here at once, and somebody can see later that it was done. */
  private void changed(String tenant, UUID key, String what) {
    ring.refresh();
    log.atInfo().addKeyValue("tenant", tenant).addKeyValue("key", key).log(what);
  }

  private void create(Context context)
      throws IOException, BodyProblemException, InterruptedException {
    Caller.of(context).requireOperator();
    QueryParameters.of(context).end();
    String tenant = context.pathParam("tenant");
    byte[] body = Body.read(context.req(), TenantRoutes.BODY_BYTES);
    KeyWish wish = KeyWish.read(JsonFields.read(body));
    creations.answer(
        context,
        201,
        body,
        "keyId",
        kept -> {
          wish.checkExpiry(now());
          Credential credential = Credential.issue(ids.get(), secrets);
          ApiKey key =
              wish.key(tenant, credential.keyId(), SecretHash.of(credential.secret()), now());
          if (!store.add(key, kept(kept, key))) {
            throw TenantRoutes.missing();
          }
          changed(tenant, key.id(), "key made");
          return shown(key, credential.secret());
        });
  }

  /** What a request's key gives again: everything but the secret, which nobody has any more. */
  private @Nullable Answer kept(Creations.Kept kept, ApiKey key) {
    return kept.of(shown(key, null));
  }

  private ObjectNode shown(ApiKey key, @Nullable String secret) {
    return KeyJson.of(key, now()).put("secret", secret);
  }

  private void list(Context context) throws IOException {
    Caller.of(context).requireOperator();
    QueryParameters query = QueryParameters.of(context);
    int limit = query.limit(USUAL, MOST);
    String cursor = query.cursor();
    query.end();
    String tenant = context.pathParam("tenant");
    var directory = store.directory();
    if (!directory.tenants().containsKey(tenant)) {
      throw TenantRoutes.missing();
    }
    String list = "keys " + tenant;
    String place = cursors.place(list, query.filter(), cursor);
    UUID before = place == null ? null : UUID.fromString(place);
    List<ApiKey> found =
        directory.keys().values().stream()
            .filter(key -> key.tenant().equals(tenant))
            .filter(key -> before == null || key.id().compareTo(before) < 0)
            .sorted(Comparator.comparing(ApiKey::id).reversed())
            .limit(limit + 1L)
            .toList();
    Exchange.json(
        context,
        Page.of(
            found,
            limit,
            key -> KeyJson.of(key, now()),
            key -> cursors.sign(list, query.filter(), key.id().toString())));
  }

  private ApiKey key(Context context) {
    UUID id = QueryParameters.uuid("key", context.pathParam("key"));
    ApiKey key = store.directory().keys().get(id);
    if (key == null || !key.tenant().equals(context.pathParam("tenant"))) {
      throw missing();
    }
    return key;
  }

  private static ProblemException missing() {
    return Problem.notFound("there is no such key").asException();
  }

  private void show(Context context) throws IOException {
    Caller.of(context).requireOperator();
    QueryParameters.of(context).end();
    Exchange.json(context, KeyJson.of(key(context), now()));
  }

  /** A JSON merge patch (RFC 7396). */
  private void change(Context context) throws IOException {
    Caller.of(context).requireOperator();
    QueryParameters.of(context).end();
    JsonFields fields = JsonFields.read(Body.read(context.req(), TenantRoutes.BODY_BYTES));
    ApiKey before = key(context);
    ApiKey changed = KeyWish.change(before, fields);
    if (!store.change(before, changed)) {
      throw revoked();
    }
    changed(changed.tenant(), changed.id(), "key changed");
    Exchange.json(context, KeyJson.of(changed, now()));
  }

  private static ProblemException revoked() {
    return Problem.of(409, "key-revoked", "this key was revoked; make a new one").asException();
  }

  private void revoke(Context context) {
    Caller.of(context).requireOperator();
    QueryParameters.of(context).end();
    UUID id = QueryParameters.uuid("key", context.pathParam("key"));
    String tenant = context.pathParam("tenant");
    if (!store.revoke(tenant, id, now())) {
      throw missing();
    }
    changed(tenant, id, "key revoked");
    context.res().setStatus(204);
  }

  /** By the operator, or by the key itself if it may. */
  private void rotate(Context context)
      throws IOException, BodyProblemException, InterruptedException {
    checkRotation(context);
    QueryParameters.of(context).end();
    byte[] body = Body.read(context.req(), TenantRoutes.BODY_BYTES);
    JsonFields fields = JsonFields.read(body);
    long overlap = fields.integer("overlapSeconds", 0, LONGEST_OVERLAP, 0);
    fields.end();
    ApiKey key = key(context);
    creations.answer(
        context,
        200,
        body,
        "keyId",
        kept -> {
          Credential next = Credential.issue(key.id(), secrets);
          Instant until = now().plusSeconds(overlap);
          SecretHash secret = SecretHash.of(next.secret());
          ApiKey rotated = key.rotated(secret, until);
          if (!store.rotate(key.tenant(), key.id(), secret, until, kept(kept, rotated))) {
            throw revoked();
          }
          changed(key.tenant(), key.id(), "key rotated");
          return shown(rotated, next.secret());
        });
  }

  private static void checkRotation(Context context) {
    switch (Caller.of(context)) {
      case Caller.Operator ignored -> {}
      case Caller.TenantKey caller -> {
        caller.require(Scope.KEYS_ROTATE);
        if (!caller.owner().equals(context.pathParam("tenant"))
            || !caller.keyId().equals(context.pathParam("key"))) {
          throw missing();
        }
      }
    }
  }
}
