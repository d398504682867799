package dev.sluice.server.http;

import dev.sluice.record.BodyProblemException;
import dev.sluice.run.Answer;
import io.javalin.http.Context;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Requests that create something outside an intake: done once per {@code Idempotency-Key}. */
final class Creations {
  /** Whose keys these are; no tenant is called so. */
  private static final String OPERATOR = "";

  private final Idempotency idempotency;

  Creations(Idempotency idempotency) {
    this.idempotency = idempotency;
  }

  /** Creates, or throws a problem. */
  @FunctionalInterface
  interface Work {

    /**
     * The answer's body.
     *
     * @param kept makes what is to be kept in the same commit from the body that may be kept; null
     *     without an {@code Idempotency-Key}
     */
    ObjectNode create(Kept kept);
  }

  /** What is kept for the request's key. */
  @FunctionalInterface
  interface Kept {
    @Nullable Answer of(ObjectNode body);
  }

  /**
   * @param id the member of the answer that the new resource is found by
   */
  void answer(Context context, int status, byte[] body, String id, Work work)
      throws IOException, BodyProblemException, InterruptedException {
    @Nullable String key = Idempotency.key(context.req());
    if (key == null) {
      made(context, status, id, Json.bytes(work.create(_ -> null)));
      return;
    }
    String caller = Caller.of(context).tenant().orElse(OPERATOR);
    byte[] print = Idempotency.fingerprint(context.req().getMethod(), context.path(), body);
    byte[] answer =
        idempotency.inTurn(
            caller,
            key,
            print,
            before -> {
              if (before.isPresent()) {
                context.res().setHeader(Idempotency.REPLAYED, "true");
                return before.get().body();
              }
              return Json.bytes(
                  work.create(kept -> new Answer(caller, key, print, status, Json.bytes(kept))));
            });
    made(context, status, id, answer);
  }

  private static void made(Context context, int status, String id, byte[] answer)
      throws IOException {
    if (status == 201) {
      String path = context.path() + "/" + Json.read(answer).path(id).asString();
      context.res().setHeader("Location", path);
    }
    Exchange.json(context, status, answer);
  }
}
