package dev.sluice.server.http;

import dev.sluice.dataset.Verdict;
import dev.sluice.feed.FeedReply;
import dev.sluice.record.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a feed's verdicts look like from outside. */
final class FeedAnswers {
  private FeedAnswers() {}

  /** An HTTP answer before it is sent; the same bytes are kept for an idempotency key. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Prepared(int status, byte[] body) {}

  static Prepared single(FeedReply reply, String correlation) {
    return single(reply.verdicts().getFirst(), reply.run(), correlation);
  }

  private static Prepared single(Verdict verdict, UUID run, String correlation) {
    return switch (verdict) {
      case Verdict.Stored(UUID id) -> taken(id, "stored", run);
      case Verdict.Duplicate(UUID id, boolean changed) -> taken(id, "duplicate", run);
      case Verdict.Accepted(UUID id) -> taken(id, "accepted", run);
      case Verdict.Conflict(UUID id, UUID letter, List<FieldError> errors) -> {
        Problem problem =
            Problem.of(409, "conflict", "another record with this key is stored; it stays")
                .with(errors)
                .with("id", Json.text(id.toString()));
        yield refused(problem, letter, run, correlation);
      }
      case Verdict.Rejected(UUID letter, List<FieldError> errors) -> {
        String code = errors.isEmpty() ? "rejected" : errors.getFirst().code();
        int count = errors.size();
        Problem problem =
            Problem.of(
                    422,
                    "rejected",
                    "the record was rejected: "
                        + (count == 1 ? "1 error" : count + " errors")
                        + ", the first is "
                        + code)
                .with(errors);
        yield refused(problem, letter, run, correlation);
      }
      case Verdict.Resent(Verdict first) -> single(first, run, correlation);
    };
  }

  /** By hand: this is the answer to nearly every request. */
  private static Prepared taken(UUID id, String status, UUID run) {
    String json = "{\"id\":\"" + id + "\",\"status\":\"" + status + "\",\"run\":\"" + run + "\"}";
    return new Prepared(202, json.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Prepared refused(Problem problem, UUID letter, UUID run, String correlation) {
    Problem complete =
        problem
            .with("deadLetterId", Json.text(letter.toString()))
            .with("run", Json.text(run.toString()));
    return new Prepared(problem.status(), complete.bytes(correlation));
  }

  static Prepared batch(FeedReply reply) {
    long stored = 0;
    long duplicate = 0;
    long accepted = 0;
    long rejected = 0;
    ArrayNode rejections = Json.array();
    List<Verdict> verdicts = reply.verdicts();
    for (int i = 0; i < verdicts.size(); i++) {
      switch (verdicts.get(i)) {
        case Verdict.Stored taken -> stored++;
        case Verdict.Duplicate taken -> duplicate++;
        case Verdict.Accepted taken -> accepted++;
        case Verdict.Conflict conflict -> {
          rejected++;
          reject(rejections, i, conflict);
        }
        case Verdict.Rejected one -> {
          rejected++;
          reject(rejections, i, one);
        }
        case Verdict.Resent(Verdict first) -> {
          duplicate++;
          reject(rejections, i, first);
        }
      }
    }
    ObjectNode answer = Json.object();
    answer.put("received", verdicts.size());
    answer.put("stored", stored);
    answer.put("duplicate", duplicate);
    answer.put("accepted", accepted);
    answer.put("rejected", rejected);
    answer.set("rejections", rejections);
    answer.put("run", reply.run().toString());
    return new Prepared(202, Json.bytes(answer));
  }

  private static void reject(ArrayNode rejections, int index, Verdict verdict) {
    switch (verdict) {
      case Verdict.Conflict(UUID id, UUID letter, List<FieldError> errors) ->
          reject(rejections, index, "conflict", letter, errors);
      case Verdict.Rejected(UUID letter, List<FieldError> errors) ->
          reject(
              rejections,
              index,
              errors.isEmpty() ? "rejected" : errors.getFirst().code(),
              letter,
              errors);
      case Verdict.Resent(Verdict first) -> reject(rejections, index, first);
      case Verdict.Stored taken -> {}
      case Verdict.Duplicate taken -> {}
      case Verdict.Accepted taken -> {}
    }
  }

  private static void reject(
      ArrayNode rejections, int index, String code, UUID letter, List<FieldError> errors) {
    ObjectNode one = rejections.addObject();
    one.put("index", index);
    one.put("code", code);
    one.put("deadLetterId", letter.toString());
    one.set("errors", Problem.errors(errors));
  }
}
