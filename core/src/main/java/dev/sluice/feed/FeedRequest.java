package dev.sluice.feed;

import dev.sluice.run.Answer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a request brings beside its records.
 *
 * @param correlation at most 128 printable characters; kept with every record
 * @param answer what is to be kept for the request's {@code Idempotency-Key}, made from its reply
 *     in the same commit; null without such a key
 * @param traceparent of the request's span, as W3C Trace Context writes it; null where it is not
 *     traced
 */
public record FeedRequest(
    String correlation,
    @Nullable Function<FeedReply, Answer> answer,
    @Nullable String traceparent) {

  public FeedRequest(String correlation, @Nullable Function<FeedReply, Answer> answer) {
    this(correlation, answer, null);
  }
}
