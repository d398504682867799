package dev.sluice.server.http;

import static java.util.Objects.requireNonNull;

import dev.sluice.file.FileLimits;
import dev.sluice.file.FileProblemException;
import dev.sluice.imports.Import;
import dev.sluice.imports.ImportStatus;
import dev.sluice.imports.ImportType;
import dev.sluice.imports.Imports;
import dev.sluice.record.BodyProblemException;
import dev.sluice.run.Answer;
import dev.sluice.tenant.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Where files come in: in one request, or for an import that was made before. */
final class UploadRoutes implements Routes {
  private static final int ORDER_BYTES = 64 << 10;

  private final ImportPorts ports;
  private final UploadGate gate;
  private final Idempotency idempotency;

  UploadRoutes(ImportPorts ports, UploadGate gate, Idempotency idempotency) {
    this.ports = ports;
    this.gate = gate;
    this.idempotency = idempotency;
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.post("/api/imports", this::post);
    routes.put("/api/imports/{id}/content", this::content);
  }

  /** With a type in the query the body is the file; without, it says what file will come. */
  private void post(Context context)
      throws IOException, BodyProblemException, InterruptedException {
    Caller.of(context).require(Scope.IMPORT_WRITE);
    gate.checkRoom(context);
    QueryParameters query = QueryParameters.of(context);
    if (TusRoutes.speaks(context.req())) {
      tusCreate(context);
    } else if (query.has("type")) {
      file(context, query);
    } else {
      create(context);
    }
  }

  private void file(Context context, QueryParameters query)
      throws IOException, BodyProblemException, InterruptedException {
    ImportType type = gate.type(requireNonNull(query.text("type")));
    String asked = query.text("tenant");
    boolean dryRun = query.flag("dryRun");
    UUID corrects = query.uuid("corrects");
    String name = query.text("name");
    query.end();
    String tenant = gate.admit(context, type, asked, corrects);
    HttpServletRequest request = context.req();
    long length = request.getContentLengthLong();
    Import.Order order =
        new Import.Order(
            tenant,
            type.name(),
            type.dataset().name(),
            type.definition(),
            dryRun,
            corrects,
            name,
            request.getHeader("Content-Type"),
            length < 0 ? null : (Long) length,
            ContentDigest.sha256(request),
            false,
            Exchange.correlation(context));
    String key = Idempotency.key(request);
    String target = context.path() + "?" + request.getQueryString();
    if (key == null) {
      taken(context, receive(order, type, request.getInputStream(), taken -> null));
      return;
    }
    idempotency.inTurn(
        tenant,
        key,
        before -> {
          if (before.isPresent()) {
            replay(context, target, before.get());
            return true;
          }
          taken(
              context,
              receive(
                  order,
                  type,
                  request.getInputStream(),
                  file ->
                      new Answer(
                          tenant, key, print(target, file.sha256()), 202, answer(file.made()))));
          return true;
        });
  }

  /** As it will be once it is queued, which is when the answer is kept. */
  private static byte[] answer(Import made) {
    return Json.bytes(ImportJson.accepted(made).put("status", ImportStatus.QUEUED.label()));
  }

  private static byte[] print(String target, String sha256) {
    return Idempotency.fingerprint(
        "POST", target, sha256.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  private static void replay(Context context, String target, Answer before) throws IOException {
    String sha256 = ContentDigest.drain(context.req().getInputStream());
    Idempotency.checkSame(before, print(target, sha256));
    context.res().setHeader(Idempotency.REPLAYED, "true");
    made(context, before.status(), before.body());
  }

  private static void taken(Context context, Import made) throws IOException {
    context.res().setHeader("Location", "/api/imports/" + made.id());
    Exchange.json(context, 202, answer(made));
  }

  private Import receive(
      Import.Order order,
      ImportType type,
      InputStream body,
      Function<Imports.Taken, @Nullable Answer> answer)
      throws IOException, InterruptedException {
    return UploadThread.run(() -> ports.imports().receive(order, type, body, answer));
  }

  static ProblemException refused(FileProblemException e) {
    FileProblemException.Limit limit = e.limit();
    Problem problem =
        Problem.of(limit == null ? 422 : 413, e.code(), String.valueOf(e.getMessage()))
            .with("line", JsonNodeFactory.instance.numberNode(e.line()));
    return (limit == null
            ? problem
            : problem.with("limit", Body.limit(limit.name(), limit.value())))
        .asException();
  }

  static ProblemException busy(Imports.BusyException e) {
    return Problem.of(409, "upload-busy", String.valueOf(e.getMessage())).asException();
  }

  private void create(Context context)
      throws IOException, BodyProblemException, InterruptedException {
    QueryParameters.of(context).end();
    byte[] body = Body.read(context.req(), ORDER_BYTES);
    JsonNode json = OrderBody.parse(body);
    OrderBody.checkNames(json);
    Long size = OrderBody.size(json);
    checkSize(size);
    ImportType type = gate.type(OrderBody.text(json, "type", true));
    UUID corrects = OrderBody.uuid(json, "corrects");
    String tenant = gate.admit(context, type, OrderBody.optional(json, "tenant"), corrects);
    Import.Order order =
        new Import.Order(
            tenant,
            type.name(),
            type.dataset().name(),
            type.definition(),
            Body.flag(json, "dryRun"),
            corrects,
            OrderBody.optional(json, "fileName"),
            OrderBody.optional(json, "contentType"),
            size,
            OrderBody.digest(json),
            true,
            Exchange.correlation(context));
    String key = Idempotency.key(context.req());
    if (key == null) {
      made(context, 201, Json.bytes(ImportJson.accepted(ports.imports().create(order))));
      return;
    }
    byte[] print = Idempotency.fingerprint("POST", context.path(), body);
    idempotency.inTurn(
        tenant,
        key,
        print,
        before -> {
          if (before.isPresent()) {
            context.res().setHeader(Idempotency.REPLAYED, "true");
            made(context, before.get().status(), before.get().body());
          } else {
            byte[] answer = Json.bytes(ImportJson.accepted(ports.imports().create(order)));
            idempotency.keep(new Answer(tenant, key, print, 201, answer));
            made(context, 201, answer);
          }
          return true;
        });
  }

  /** The creation extension of tus: the file's name and type are its metadata. */
  private void tusCreate(Context context) throws IOException {
    QueryParameters.of(context).end();
    TusRoutes.checkVersion(context);
    TusMetadata metadata = TusMetadata.of(context.req());
    checkSize(metadata.length());
    ImportType type = gate.type(metadata.type());
    UUID corrects = metadata.uuid("corrects");
    String tenant = gate.admit(context, type, metadata.text("tenant"), corrects);
    Import made =
        ports
            .imports()
            .create(
                new Import.Order(
                    tenant,
                    type.name(),
                    type.dataset().name(),
                    type.definition(),
                    metadata.flag("dryRun"),
                    corrects,
                    metadata.text("filename"),
                    metadata.text("filetype"),
                    metadata.length(),
                    null,
                    true,
                    Exchange.correlation(context)));
    ports.resumable().created(made);
    context.res().setHeader("Location", "/api/imports/" + made.id() + "/upload");
    TusRoutes.answer(context, 201);
  }

  private static void checkSize(@Nullable Long size) {
    long most = FileLimits.DEFAULT.bytes();
    if (size != null && size > most) {
      throw Problem.of(413, "limit-size", "the file is larger than what is taken")
          .with("limit", Body.limit("size", most))
          .asException();
    }
  }

  private static void made(Context context, int status, byte[] body) throws IOException {
    String id = OrderBody.parse(body).path("id").asString("");
    context.res().setHeader("Location", "/api/imports/" + id);
    Exchange.json(context, status, body);
  }

  private void content(Context context) throws IOException, InterruptedException {
    Caller.of(context).require(Scope.IMPORT_WRITE);
    gate.checkRoom(context);
    QueryParameters.of(context).end();
    Import made = ImportRoutes.find(context, ports.store());
    ImportType type = ports.type(made);
    InputStream body = context.req().getInputStream();
    String digest = ContentDigest.sha256(context.req());
    taken(context, UploadThread.run(() -> ports.imports().receiveFor(made, type, body, digest)));
  }
}
