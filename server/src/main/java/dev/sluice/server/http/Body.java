package dev.sluice.server.http;

import dev.sluice.file.Gunzip;
import dev.sluice.record.JsonLimits;
import dev.sluice.record.JsonProblem;
import dev.sluice.record.Parsed;
import dev.sluice.record.Spelling;
import dev.sluice.record.StrictJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.zip.ZipException;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A request's body: decompressed, and never more of it than its limit. */
final class Body {
  private static final StrictJson JSON = new StrictJson(JsonLimits.RECORD);

  private static final long DISCARDED = 32L << 20;

  private Body() {}

  /** All of it. Throws a problem where it is longer than the limit, decompressed. */
  static byte[] read(HttpServletRequest request, int limit) throws IOException {
    return read(request, limit, UnaryOperator.identity());
  }

  /**
   * As {@link #read(HttpServletRequest, int)}.
   *
   * @param through what the bytes are read through
   */
  static byte[] read(HttpServletRequest request, int limit, UnaryOperator<InputStream> through)
      throws IOException {
    if (request.getContentLengthLong() > limit && !isGzip(request)) {
      throw tooLarge(limit);
    }
    try {
      InputStream body = through.apply(stream(request));
      long length = isGzip(request) ? -1 : request.getContentLengthLong();
      byte[] bytes = body.readNBytes(length < 0 ? limit : (int) length);
      // There may be more, and a stream knows that it is at its end when it was asked for more.
      if (body.read() >= 0) {
        throw tooLarge(limit);
      }
      return bytes;
    } catch (ZipException | EOFException e) {
      throw unreadable(request, e);
    }
  }

  /**
   * A JSON object with no members but these; an empty body is an empty one. Throws a problem for
   * anything else.
   */
  static JsonNode object(byte[] body, String... members) {
    if (body.length == 0) {
      return Json.object();
    }
    JsonNode root =
        switch (JSON.parse(body)) {
          case Parsed.Document(JsonNode document) -> document;
          case Parsed.Refused(JsonProblem problem) -> throw FeedRoutes.refused(problem);
        };
    if (!root.isObject()) {
      throw Problem.of(400, "body", "the body must be a JSON object").asException();
    }
    Set<String> known = Set.of(members);
    for (String name : root.propertyNames()) {
      if (!known.contains(name)) {
        String hint =
            Spelling.nearest(name, known)
                .map(near -> "did you mean `" + near + "`?")
                .orElse("known are " + String.join(", ", members));
        throw QueryParameters.bad(name, "", "is no member here", hint);
      }
    }
    return root;
  }

  /**
   * Whether a member of a JSON object is true; false where it is not there. Throws problem 400 for
   * anything but JSON's own true and false.
   */
  static boolean flag(JsonNode object, String name) {
    JsonNode value = object.path(name);
    if (!value.isBoolean() && !value.isMissingNode()) {
      throw QueryParameters.bad(name, "", "must be true or false", "without quotes");
    }
    return value.booleanValue(false);
  }

  /** As a stream; whoever reads it keeps to a limit. */
  static InputStream stream(HttpServletRequest request) throws IOException {
    InputStream body = request.getInputStream();
    if (!isGzip(request)) {
      return body;
    }
    if (request.getContentLengthLong() == 0) {
      return new ByteArrayInputStream(new byte[0]);
    }
    return new Gunzip(body);
  }

  /**
   * The problem of a body whose bytes make no sense: Jetty tells in a way of its own what is wrong
   * beneath the gzip.
   */
  static ProblemException unreadable(HttpServletRequest request, IOException e) {
    if (e instanceof EofException || !isGzip(request)) {
      return Problem.of(
              400, "body", "the body's chunked encoding is broken, or it ends before its length")
          .asException();
    }
    return Problem.of(
            400,
            "not-gzip",
            "the body is not gzip, though Content-Encoding says so, or not whole, or more follows"
                + " it")
        .asException();
  }

  static ProblemException tooLarge(long limit) {
    return Problem.of(
            413, "limit-body-bytes", "the body is longer than " + limit + " bytes, decompressed")
        .with("limit", limit("body-bytes", limit))
        .asException();
  }

  static JsonNode limit(String name, long value) {
    return Json.object().put("name", name).set("value", JsonNodeFactory.instance.numberNode(value));
  }

  /**
   * Reads what the route left of a body, within bounds: a connection that is closed while its
   * client still sends is reset, and the client may never see the answer that says what was wrong.
   * What did not arrive in time is not waited for again.
   */
  static void discard(HttpServletRequest request, int status) {
    if (status == 408 || isAwaited(request) || !isLeft(request)) {
      return;
    }
    byte[] chunk = new byte[16_384];
    try {
      InputStream body = request.getInputStream();
      long left = DISCARDED;
      for (int read = 0; read >= 0 && left > 0; left -= read) {
        read = body.read(chunk);
      }
    } catch (IOException e) {
      return; // it did not come; the connection goes
    }
  }

  /** Whether the connection goes with this answer, since too much of the body is left unread. */
  static boolean closes(HttpServletRequest request) {
    return isAwaited(request) || (isLeft(request) && !isSmall(request));
  }

  private static boolean isLeft(HttpServletRequest request) {
    boolean none =
        request.getContentLengthLong() <= 0 && request.getHeader("Transfer-Encoding") == null;
    try {
      return !none && !request.getInputStream().isFinished();
    } catch (IOException | IllegalStateException e) {
      return true;
    }
  }

  private static boolean isSmall(HttpServletRequest request) {
    long length = request.getContentLengthLong();
    return length >= 0 && length <= DISCARDED;
  }

  /** Who waits for a 100 has not sent it, and is told to as soon as its stream is asked for. */
  private static boolean isAwaited(HttpServletRequest request) {
    return request.getHeader("Expect") != null;
  }

  private static boolean isGzip(HttpServletRequest request) {
    String encoding =
        String.join(",", Collections.list(request.getHeaders("Content-Encoding")))
            .strip()
            .toLowerCase(Locale.ROOT);
    if (encoding.isEmpty() || encoding.equals("identity")) {
      return false;
    }
    if (encoding.equals("gzip") || encoding.equals("x-gzip")) {
      return true;
    }
    throw Problem.of(
            415, "content-encoding", "only gzip is understood as Content-Encoding, and once")
        .asException();
  }

  /** Refuses what is certainly no JSON; a missing or vague type passes, the parser decides. */
  static void checkType(HttpServletRequest request) {
    // As sent: what reads the type looks for its charset too, and fails if there is no such one.
    @Nullable String type = request.getHeader("Content-Type");
    if (type == null) {
      return;
    }
    String name = type.toLowerCase(Locale.ROOT);
    boolean wrong =
        name.startsWith("multipart/")
            || name.startsWith("image/")
            || name.startsWith("audio/")
            || name.startsWith("video/")
            || name.startsWith("text/html")
            || name.startsWith("text/csv")
            || name.startsWith("text/xml")
            || name.startsWith("application/xml")
            || name.startsWith("application/pdf")
            || name.startsWith("application/zip");
    if (wrong) {
      throw Problem.of(
              415,
              "content-type",
              "a feed takes application/json, and application/x-ndjson in a batch")
          .asException();
    }
  }
}
