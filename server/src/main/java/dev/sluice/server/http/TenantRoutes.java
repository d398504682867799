package dev.sluice.server.http;

import dev.sluice.dataset.Rfc3339;
import dev.sluice.limit.Rate;
import dev.sluice.record.BodyProblemException;
import dev.sluice.tenant.KeyRing;
import dev.sluice.tenant.Tenant;
import dev.sluice.tenant.TenantStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tenants: the operator makes them and sets their limits. */
final class TenantRoutes implements Routes {
  private static final Logger log = LoggerFactory.getLogger(TenantRoutes.class);
  private static final int USUAL = 50;
  private static final int MOST = 500;
  private static final int NAME = 200;
  private static final String LIST = "tenants";

  /** Of a body that says something about a tenant or key. */
  static final int BODY_BYTES = 64 << 10;

  private final TenantStore store;
  private final KeyRing ring;
  private final Creations creations;
  private final Cursors cursors;
  private final InstantSource clock;

  TenantRoutes(Ports ports, Creations creations, Cursors cursors) {
    this.store = ports.tenancy().store();
    this.ring = ports.tenancy().ring();
    this.creations = creations;
    this.cursors = cursors;
    this.clock = ports.clock();
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.post("/api/tenants", this::create);
    routes.get("/api/tenants", this::list);
    routes.get("/api/tenants/{tenant}", this::show);
    routes.patch("/api/tenants/{tenant}", this::change);
  }

  private void create(Context context)
      throws IOException, BodyProblemException, InterruptedException {
    Caller.of(context).requireOperator();
    QueryParameters.of(context).end();
    byte[] body = Body.read(context.req(), BODY_BYTES);
    JsonFields fields = JsonFields.read(body);
    String id = fields.required("id", 48);
    String name = fields.text("name", NAME);
    Rate rate = fields.rate("rateLimit");
    if (!id.isEmpty() && !Tenant.isId(id)) {
      fields.wrong(
          "format",
          "id",
          "cannot be an id",
          "lower-case letters, digits, - and _, a letter first, at most 48");
    }
    fields.end();
    Tenant tenant =
        new Tenant(
            id,
            Objects.requireNonNullElse(name, id),
            rate,
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    creations.answer(
        context,
        201,
        body,
        "id",
        kept -> {
          ObjectNode json = json(tenant);
          if (!store.create(tenant, kept.of(json))) {
            throw Problem.of(409, "tenant-exists", "there is a tenant with this id").asException();
          }
          changed(id, "tenant made");
          return json;
        });
  }

  /** So that it counts here at once, and somebody can see later that it was done. */
  private void changed(String tenant, String what) {
    ring.refresh();
    log.atInfo().addKeyValue("tenant", tenant).log(what);
  }

  private void list(Context context) throws IOException {
    Caller.of(context).requireOperator();
    QueryParameters query = QueryParameters.of(context);
    int limit = query.limit(USUAL, MOST);
    String cursor = query.cursor();
    query.end();
    String place = cursors.place(LIST, query.filter(), cursor);
    List<Tenant> found =
        store.directory().tenants().values().stream()
            .filter(tenant -> place == null || tenant.id().compareTo(place) > 0)
            .sorted(Comparator.comparing(Tenant::id))
            .limit(limit + 1L)
            .toList();
    Exchange.json(
        context,
        Page.of(
            found, limit, TenantRoutes::json, one -> cursors.sign(LIST, query.filter(), one.id())));
  }

  private void show(Context context) throws IOException {
    Caller.of(context).requireOperator();
    QueryParameters.of(context).end();
    Exchange.json(context, json(tenant(context)));
  }

  private Tenant tenant(Context context) {
    Tenant tenant = store.directory().tenants().get(context.pathParam("tenant"));
    if (tenant == null) {
      throw missing();
    }
    return tenant;
  }

  static ProblemException missing() {
    return Problem.notFound("there is no such tenant").asException();
  }

  /** A JSON merge patch (RFC 7396): what is not there stays, null takes away. */
  private void change(Context context) throws IOException {
    Caller.of(context).requireOperator();
    QueryParameters.of(context).end();
    JsonFields fields = JsonFields.read(Body.read(context.req(), BODY_BYTES));
    Tenant before = tenant(context);
    String name = fields.text("name", NAME);
    Rate rate = fields.has("rateLimit") ? fields.rate("rateLimit") : before.rateLimit();
    fields.end();
    Tenant tenant =
        new Tenant(
            before.id(), Objects.requireNonNullElse(name, before.name()), rate, before.createdAt());
    if (!store.change(before, tenant)) {
      throw missing();
    }
    changed(tenant.id(), "tenant changed");
    Exchange.json(context, json(tenant));
  }

  private static ObjectNode json(Tenant tenant) {
    ObjectNode json = Json.object();
    json.put("id", tenant.id());
    json.put("name", tenant.name());
    json.put("rateLimit", tenant.rateLimit() == null ? null : tenant.rateLimit().toString());
    json.put("createdAt", Rfc3339.utc(tenant.createdAt()));
    return json;
  }
}
