package dev.sluice.server.http;

import dev.sluice.deadletter.DeadLetter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A letter's version as RFC 9110 has it: the entity tag of what is shown, the one to be met. */
final class EntityTag {
  static final String HEADER = "ETag";
  static final String IF_MATCH = "If-Match";

  private EntityTag() {}

  static String of(DeadLetter letter) {
    return "\"" + letter.version() + "\"";
  }

  /**
   * Throws problem 412 where the letter's tag is not among those asked for.
   *
   * @param header null: none is asked for
   */
  static void check(DeadLetter letter, @Nullable String header) {
    if (header == null || header.strip().equals("*")) {
      return;
    }
    String tag = of(letter);
    // A weak tag never matches (RFC 9110, 13.1.1).
    if (Arrays.stream(header.split(",", -1)).noneMatch(one -> one.strip().equals(tag))) {
      throw stale();
    }
  }

  static ProblemException stale() {
    return Problem.of(
            412,
            "stale",
            "the dead letter was changed since; read it again, and send its new ETag as If-Match")
        .asException();
  }
}
