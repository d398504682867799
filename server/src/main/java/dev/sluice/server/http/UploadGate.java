package dev.sluice.server.http;

import dev.sluice.imports.Import;
import dev.sluice.imports.ImportStore;
import dev.sluice.imports.ImportType;
import dev.sluice.record.Spelling;
import dev.sluice.tenant.KeyRing;
import io.javalin.http.Context;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of an upload before a byte of its file is read: what it is, whose it is, and
 * whether one more may come (B23).
 */
final class UploadGate {
  private final Map<String, ImportType> types;
  private final ImportStore store;
  private final KeyRing ring;
  private final Throttle throttle;
  private final Pressure pressure;

  UploadGate(Ports ports, Throttle throttle) {
    this.types = ports.imports().types();
    this.store = ports.imports().store();
    this.ring = ports.tenancy().ring();
    this.throttle = throttle;
    this.pressure = ports.pressure();
  }

  /** Throws problem 503 where there is no room for a file. */
  void checkRoom(Context context) {
    pressure.check(false, context.res());
  }

  ImportType type(String name) {
    ImportType type = types.get(name);
    if (type == null) {
      String hint =
          Spelling.nearest(name, types.keySet())
              .map(near -> "; did you mean `" + near + "`?")
              .orElse("");
      throw Problem.notFound("there is no import called so" + hint).asException();
    }
    return type;
  }

  /**
   * Takes one of a tenant's uploads; returns whose it is.
   *
   * @param asked the tenant the request names, who must exist; null where it names none
   * @param corrects whose rejected rows come again; null for an import of its own
   */
  String admit(Context context, ImportType type, @Nullable String asked, @Nullable UUID corrects) {
    String tenant = Caller.of(context).narrowed(asked);
    if (asked != null && !ring.knows(asked)) {
      throw TenantRoutes.missing();
    }
    if (corrects != null) {
      tenant = corrected(context, corrects, type, tenant);
    } else if (tenant == null) {
      tenant = type.tenant();
    }
    throttle.upload(type, tenant, context.res());
    return tenant;
  }

  /** Whose rows come again: they stay their tenant's. */
  private String corrected(
      Context context, UUID corrects, ImportType type, @Nullable String tenant) {
    Import corrected =
        store
            .find(corrects)
            .filter(one -> Caller.of(context).sees(one.order().tenant()))
            .orElseThrow(() -> Problem.notFound("there is no import to correct").asException());
    Import.Order order = corrected.order();
    boolean same =
        order.type().equals(type.name()) && (tenant == null || tenant.equals(order.tenant()));
    if (!same || !corrected.status().isFinal()) {
      throw Problem.of(
              409,
              "not-correctable",
              "only an import of the same type and tenant that is over is corrected")
          .asException();
    }
    return order.tenant();
  }
}
