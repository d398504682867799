package dev.sluice.server.http;

import dev.sluice.file.FileLimits;
import dev.sluice.imports.Import;
import dev.sluice.imports.ImportStatus;
import dev.sluice.imports.Imports;
import dev.sluice.imports.ResumableUploads;
import dev.sluice.tenant.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/**
 * Resumable uploads, as tus 1.0.0 describes them (tus.io/protocols/resumable-upload), with its
 * extensions creation and termination.
 */
final class TusRoutes implements Routes {
  private static final String VERSION = "1.0.0";
  static final String RESUMABLE = "Tus-Resumable";
  private static final String PIECE = "application/offset+octet-stream";
  private static final String UPLOAD = "/api/imports/{id}/upload";

  private final ImportPorts ports;
  private final Pressure pressure;

  TusRoutes(ImportPorts ports, Pressure pressure) {
    this.ports = ports;
    this.pressure = pressure;
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.addHttpHandler(HandlerType.OPTIONS, "/api/imports", TusRoutes::describe);
    routes.addHttpHandler(HandlerType.OPTIONS, UPLOAD, TusRoutes::describe);
    routes.head(UPLOAD, this::offset);
    routes.patch(UPLOAD, this::append);
    routes.delete(UPLOAD, this::terminate);
  }

  /** Whether a request is one of this protocol. */
  static boolean speaks(HttpServletRequest request) {
    return request.getHeader(RESUMABLE) != null;
  }

  static void answer(Context context, int status) throws IOException {
    context.res().setHeader(RESUMABLE, VERSION);
    context.res().setStatus(status);
    context.res().setContentLength(0);
  }

  private static void describe(Context context) throws IOException {
    context.res().setHeader("Tus-Version", VERSION);
    context.res().setHeader("Tus-Extension", "creation,termination");
    context.res().setHeader("Tus-Max-Size", Long.toString(FileLimits.DEFAULT.bytes()));
    answer(context, 204);
  }

  /** Throws problem 412 where the request is of another version of the protocol. */
  static void checkVersion(Context context) {
    if (!VERSION.equals(context.req().getHeader(RESUMABLE))) {
      context.res().setHeader("Tus-Version", VERSION);
      throw Problem.of(412, "tus-version", "send `Tus-Resumable: " + VERSION + "`").asException();
    }
  }

  private Import find(Context context) {
    Caller.of(context).require(Scope.IMPORT_WRITE);
    QueryParameters.of(context).end();
    checkVersion(context);
    Import made = ImportRoutes.find(context, ports.store());
    if (made.order().size() == null) {
      throw Problem.of(409, "no-size", "this import was made without a size; PUT its content")
          .asException();
    }
    context.res().setHeader(RESUMABLE, VERSION);
    return made;
  }

  /** What is kept of a file that is whole stays its size, though its parts are gone. */
  private static long kept(Import made) {
    Long size = made.order().size();
    return made.file() == null || size == null ? made.upload().bytes() : size;
  }

  private void offset(Context context) throws IOException {
    Import made = find(context);
    if (made.status() == ImportStatus.FAILED || made.status() == ImportStatus.CANCELLED) {
      throw Problem.of(410, "upload-over", "this upload is over; make a new one").asException();
    }
    context.res().setHeader("Upload-Offset", Long.toString(kept(made)));
    context.res().setHeader("Upload-Length", String.valueOf(made.order().size()));
    context.res().setHeader("Cache-Control", "no-store");
    answer(context, 200);
  }

  private void append(Context context) throws IOException {
    Caller.of(context).require(Scope.IMPORT_WRITE);
    pressure.check(false, context.res());
    Import made = find(context);
    HttpServletRequest request = context.req();
    if (!PIECE.equals(request.getHeader("Content-Type"))) {
      throw Problem.of(415, "content-type", "a piece is `" + PIECE + "`").asException();
    }
    long offset = TusMetadata.number(request, "Upload-Offset");
    long size = made.order().size() == null ? 0 : made.order().size();
    if (request.getContentLengthLong() > size - offset) {
      throw Problem.of(413, "limit-size", "the piece is longer than what is left of the file")
          .with("limit", Body.limit("size", size))
          .asException();
    }
    try {
      long kept = ports.resumable().append(made.id(), offset, request.getInputStream());
      context.res().setHeader("Upload-Offset", Long.toString(kept));
      answer(context, 204);
    } catch (ResumableUploads.OffsetException e) {
      context.res().setHeader("Upload-Offset", Long.toString(e.offset()));
      throw Problem.of(409, "offset", String.valueOf(e.getMessage())).asException();
    } catch (Imports.BusyException e) {
      throw UploadRoutes.busy(e);
    }
  }

  private void terminate(Context context) throws IOException {
    Import made = find(context);
    if (made.status() != ImportStatus.UPLOADING || !ports.imports().cancel(made)) {
      throw Problem.of(409, "not-uploading", "this import is no upload any more; cancel it")
          .asException();
    }
    answer(context, 204);
  }
}
