package dev.sluice.server.http;

import dev.sluice.file.ErrorsCsv;
import dev.sluice.file.FileFormat;
import dev.sluice.imports.Import;
import dev.sluice.imports.ImportFile;
import dev.sluice.imports.ImportStatus;
import dev.sluice.imports.ImportStore;
import dev.sluice.imports.ImportType;
import dev.sluice.imports.RejectedRows.Place;
import dev.sluice.imports.RejectedRows.RejectedRow;
import dev.sluice.object.NoSuchObjectException;
import dev.sluice.tenant.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What became of imports: their state, their errors, and stopping them. */
final class ImportRoutes implements Routes {
  private static final int USUAL = 50;
  private static final int MOST = 500;
  private static final String LIST = "imports";

  /** As long as what an upsert replaced is kept, and a little less. */
  private static final Duration UNDOABLE = Duration.ofDays(7).minusHours(1);

  private final ImportPorts ports;
  private final Cursors cursors;

  ImportRoutes(ImportPorts ports, Cursors cursors) {
    this.ports = ports;
    this.cursors = cursors;
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.get("/api/imports", this::list);
    routes.get("/api/imports/{id}", this::show);
    routes.get("/api/imports/{id}/errors", this::errors);
    routes.get("/api/imports/{id}/errors.csv", this::errorsCsv);
    routes.post("/api/imports/{id}/cancel", this::cancel);
    routes.post("/api/imports/{id}/undo", this::undo);
  }

  /** Of the path, if the caller may see it; another tenant's is not there. */
  static Import find(Context context, ImportStore store) {
    Caller caller = reader(context);
    UUID id = QueryParameters.uuid("id", context.pathParam("id"));
    Optional<Import> found = store.find(id);
    return found
        .filter(one -> caller.sees(one.order().tenant()))
        .orElseThrow(() -> Problem.notFound("there is no such import").asException());
  }

  /** Whoever may import may follow what became of it. */
  private static Caller reader(Context context) {
    Caller caller = Caller.of(context);
    if (!caller.may(Scope.IMPORT_WRITE)) {
      caller.require(Scope.READ);
    }
    return caller;
  }

  private void list(Context context) throws IOException {
    Caller caller = reader(context);
    QueryParameters query = QueryParameters.of(context);
    int limit = query.limit(USUAL, MOST);
    String cursor = query.cursor();
    String tenant = caller.narrowed(query.text("tenant"));
    String type = query.text("type");
    ImportStatus status = query.choice("status", ImportStatus.class);
    boolean defaults = query.flag("defaultTenant");
    query.end();
    if (defaults && tenant == null) {
      tenant = unnamed(type);
    }
    String filter = query.filter() + tenant;
    String place = cursors.place(LIST, filter, cursor);
    UUID before = place == null ? null : UUID.fromString(place);
    List<Import> found =
        ports.store().list(new ImportStore.Query(tenant, type, status, before, limit + 1));
    Exchange.json(
        context,
        Page.of(
            found, limit, ImportJson::of, one -> cursors.sign(LIST, filter, one.id().toString())));
  }

  /** Whose imports of a type are where nobody is named; nobody's where there is no such type. */
  private String unnamed(@Nullable String type) {
    if (type == null) {
      throw QueryParameters.bad("defaultTenant", "true", "needs a `type`", "send `type` too");
    }
    ImportType known = ports.types().get(type);
    return known == null ? "" : known.tenant();
  }

  private void show(Context context) throws IOException {
    QueryParameters.of(context).end();
    Import one = find(context, ports.store());
    ObjectNode json = ImportJson.of(one);
    json.set("undo", ports.undos().report(one.id()).map(ImportJson::undo).orElse(null));
    Exchange.json(context, json);
  }

  private void errors(Context context) throws IOException {
    QueryParameters query = QueryParameters.of(context);
    int limit = query.limit(USUAL, MOST);
    String cursor = query.cursor();
    query.end();
    Import one = find(context, ports.store());
    String list = LIST + "/" + one.id() + "/errors";
    Place place = place(cursors.place(list, query.filter(), cursor));
    List<RejectedRow> found = ports.rejected().after(one.run(), place, limit + 1);
    Map<UUID, byte[]> bytes = bytes(one, found);
    Exchange.json(
        context,
        Page.of(
            found,
            limit,
            row -> json(row, bytes.getOrDefault(row.letter(), row.original())),
            row -> cursors.sign(list, query.filter(), row.row() + ":" + row.letter())));
  }

  private static Place place(@Nullable String cursor) {
    if (cursor == null) {
      return Place.START;
    }
    int colon = cursor.indexOf(':');
    return new Place(
        Integer.parseInt(cursor.substring(0, colon)), UUID.fromString(cursor.substring(colon + 1)));
  }

  /** Where a correction's file is kept no longer, its rows are shown as they were sent first. */
  private Map<UUID, byte[]> bytes(Import one, List<RejectedRow> rows) {
    ImportFile file = one.file();
    try {
      return file == null ? Map.of() : ports.bytes().of(rows, FileFormat.fromJson(file.format()));
    } catch (NoSuchObjectException e) {
      return Map.of();
    }
  }

  private static ObjectNode json(RejectedRow row, byte[] bytes) {
    ObjectNode json = Json.object();
    json.put("row", row.row());
    json.put("deadLetterId", row.letter().toString());
    json.put("resolved", row.resolved());
    json.put("code", row.errors().isEmpty() ? "" : row.errors().getFirst().code());
    json.set("errors", Problem.errors(row.errors()));
    Payload.show(json, bytes);
    return json;
  }

  private void errorsCsv(Context context) throws IOException {
    QueryParameters.of(context).end();
    Import one = find(context, ports.store());
    ImportFile file = one.file();
    if (file == null) {
      throw Problem.of(409, "no-file-yet", "this import's file has not been read").asException();
    }
    if (one.order().corrects() != null && file.readable() == null) {
      throw Problem.of(
              410,
              "file-gone",
              "this correction's file is kept no longer; take the errors of what it corrects")
          .asException();
    }
    context.res().setStatus(200);
    context.res().setContentType("text/csv; charset=utf-8");
    context
        .res()
        .setHeader("Content-Disposition", "attachment; filename=\"errors-" + one.id() + ".csv\"");
    context.res().setHeader("X-Content-Type-Options", "nosniff");
    OutputStream out = context.res().getOutputStream();
    FileFormat format = FileFormat.fromJson(file.format());
    RejectedFile rows = new RejectedFile(ports.rejected(), ports.bytes(), one.run(), format);
    ErrorsCsv csv = ErrorsCsv.start(out, format, rows.originals());
    for (RejectedFile.Line line : rows) {
      csv.write(line.row().row(), line.bytes(), line.row().errors());
    }
    csv.flush();
  }

  private void cancel(Context context) throws IOException {
    Caller.of(context).require(Scope.IMPORT_WRITE);
    QueryParameters.of(context).end();
    Import one = find(context, ports.store());
    if (!ports.imports().cancel(one) && one.status() != ImportStatus.CANCELLED) {
      throw Problem.of(409, "over", "this import is over; undo it instead").asException();
    }
    Exchange.json(context, ImportJson.of(find(context, ports.store())));
  }

  private void undo(Context context) throws IOException {
    Caller.of(context).require(Scope.IMPORT_WRITE);
    QueryParameters.of(context).end();
    Import one = find(context, ports.store());
    UUID batch = ports.ids().get();
    if (ports.undos().order(one.id(), batch, UNDOABLE).isEmpty()) {
      throw Problem.of(
              409,
              "not-undoable",
              "only an import that is over, for at most 7 days, and was no dry run is undone")
          .asException();
    }
    ObjectNode json = ports.undos().report(one.id()).map(ImportJson::undo).orElseThrow();
    json.put("import", one.id().toString());
    Exchange.json(context, 202, Json.bytes(json));
  }
}
