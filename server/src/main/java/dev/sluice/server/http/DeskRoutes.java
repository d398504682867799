package dev.sluice.server.http;

import dev.sluice.deadletter.Change;
import dev.sluice.deadletter.DeadLetter;
import dev.sluice.deadletter.DeadLetter.Resolution;
import dev.sluice.deadletter.DeadLetterStore;
import dev.sluice.record.JsonLimits;
import dev.sluice.tenant.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Changing dead letters by hand: their payload, or that they are done with. */
final class DeskRoutes implements Routes {
  private static final Logger log = LoggerFactory.getLogger(DeskRoutes.class);
  private static final int LONGEST_REASON = 1_000;
  private static final int SMALL_BODY = 16 << 10;

  private final DeadLetterStore letters;
  private final LetterJson json;

  DeskRoutes(Ports ports) {
    this.letters = ports.letters();
    this.json = new LetterJson(ports);
  }

  @Override
  public void add(RoutesConfig routes) {
    routes.put("/api/dead-letters/{id}/payload", this::edit);
    routes.delete("/api/dead-letters/{id}/payload", this::undo);
    routes.delete("/api/dead-letters/{id}", this::dismiss);
  }

  /** The letter of the path, for a caller who may change it. */
  static DeadLetter letter(DeadLetterStore letters, Context context) {
    Caller caller = Caller.of(context);
    caller.require(Scope.DEAD_LETTERS_WRITE);
    return LetterRoutes.find(letters, caller, context);
  }

  private void edit(Context context) throws IOException {
    DeadLetter letter = letter(letters, context);
    QueryParameters.of(context).end();
    String match = context.req().getHeader(EntityTag.IF_MATCH);
    if (match == null) {
      throw Problem.of(
              428,
              "if-match",
              "send If-Match with the ETag of the dead letter you looked at, here "
                  + EntityTag.of(letter))
          .asException();
    }
    EntityTag.check(letter, match);
    checkEditable(letter);
    byte[] payload = Body.read(context.req(), JsonLimits.RECORD.bytes());
    if (payload.length == 0) {
      throw Problem.of(400, "empty", "send the new payload as the body").asException();
    }
    changed(context, letters.edit(letter.id(), OptionalLong.of(letter.version()), payload));
    log.atInfo().addKeyValue("deadLetter", letter.id()).log("dead letter edited");
  }

  private void undo(Context context) throws IOException {
    DeadLetter letter = letter(letters, context);
    QueryParameters.of(context).end();
    EntityTag.check(letter, context.req().getHeader(EntityTag.IF_MATCH));
    changed(context, letters.edit(letter.id(), OptionalLong.of(letter.version()), null));
    log.atInfo().addKeyValue("deadLetter", letter.id()).log("dead letter's edit undone");
  }

  /** Throws problem 409 for what only its intake can read. */
  static void checkEditable(DeadLetter letter) {
    if (letter.whole()) {
      throw Problem.of(
              409,
              "whole-batch",
              "this is a whole batch and cannot be edited; replay it, and what fails becomes"
                  + " letters of its own, which can")
          .asException();
    }
  }

  private void dismiss(Context context) throws IOException {
    DeadLetter letter = letter(letters, context);
    QueryParameters query = QueryParameters.of(context);
    String reason = reason(query.text("reason"), Body.read(context.req(), SMALL_BODY));
    query.end();
    EntityTag.check(letter, context.req().getHeader(EntityTag.IF_MATCH));
    Resolution before = letter.resolution();
    if (before != null && reason.equals(before.reason())) {
      changed(context, new Change.Done(letter)); // the same request again
      return;
    }
    changed(context, letters.dismiss(letter.id(), reason));
    log.atInfo().addKeyValue("deadLetter", letter.id()).log("dead letter dismissed");
  }

  private static String reason(@Nullable String inQuery, byte[] body) {
    String reason = inQuery;
    if (reason == null) {
      JsonNode sent = Body.object(body, "reason");
      reason = sent.path("reason").isString() ? sent.path("reason").asString() : "";
    }
    if (reason.isBlank() || reason.length() > LONGEST_REASON || reason.indexOf(0) >= 0) {
      throw Problem.parameter(
              "reason",
              "",
              "must say in 1 to " + LONGEST_REASON + " characters why nobody shall replay this",
              "send {\"reason\": \"...\"}")
          .asException();
    }
    return reason;
  }

  /** Answers with the letter as it is now, or with why it was not changed. */
  private void changed(Context context, Change change) throws IOException {
    switch (change) {
      case Change.Done(DeadLetter now) -> {
        context.res().setHeader(EntityTag.HEADER, EntityTag.of(now));
        Exchange.json(context, json.whole(now));
      }
      case Change.Stale stale -> throw EntityTag.stale();
      case Change.NotOpen(DeadLetter now) -> throw notOpen(now);
      case Change.Unknown unknown -> throw LetterRoutes.missing();
    }
  }

  static ProblemException notOpen(DeadLetter letter) {
    String state = letter.state().name().toLowerCase(Locale.ROOT);
    Resolution resolution = letter.resolution();
    String how = resolution == null ? "" : resolution.how().name().toLowerCase(Locale.ROOT);
    Problem problem =
        Problem.of(
                409, "not-open", "this dead letter is " + state + (how.isEmpty() ? "" : ": " + how))
            .with("deadLetterId", Json.text(letter.id().toString()))
            .with("state", Json.text(state));
    return (how.isEmpty() ? problem : problem.with("resolution", Json.text(how))).asException();
  }
}
