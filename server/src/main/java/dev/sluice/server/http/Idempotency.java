package dev.sluice.server.http;

import dev.sluice.record.BodyProblemException;
import dev.sluice.run.Answer;
import dev.sluice.run.Answers;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * {@code Idempotency-Key}: the same key with the same request gets the answer that was given, also
 * after a restart; with another request it is a mistake. Requests of one key in one process take
 * turns.
 */
final class Idempotency {
  static final String HEADER = "Idempotency-Key";
  static final String REPLAYED = "Idempotent-Replayed";
  private static final int LONGEST = 255;

  private final Answers answers;
  private final ConcurrentHashMap<String, Turn> turns = new ConcurrentHashMap<>();

  Idempotency(Answers answers) {
    this.answers = answers;
  }

  /** A key in use, and how many requests want it. */
  private static final class Turn {
    final ReentrantLock lock = new ReentrantLock();
    int wanted;
  }

  /** What a request with a key does while it is its turn. */
  @FunctionalInterface
  interface Work<T> {
    T run(Optional<Answer> before) throws IOException, BodyProblemException, InterruptedException;
  }

  /** The request's key, or null. Throws a problem where it cannot be one, or there are two. */
  static @Nullable String key(HttpServletRequest request) {
    if (Exchange.isRepeated(request, HEADER)) {
      throw Problem.parameter(HEADER, "", "is here twice", "send it once").asException();
    }
    String header = request.getHeader(HEADER);
    if (header == null) {
      return null;
    }
    boolean printable = header.chars().allMatch(c -> c >= ' ' && c <= '~');
    if (header.isBlank() || header.length() > LONGEST || !printable) {
      throw Problem.parameter(
              HEADER, "", "must be 1 to 255 printable ASCII characters", "such as a UUID")
          .asException();
    }
    return header;
  }

  /** SHA-256 of what makes a request the same one. */
  static byte[] fingerprint(String method, String path, byte[] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((method + " " + path + "\n").getBytes(StandardCharsets.UTF_8));
      return digest.digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Runs the work when no other request of this key is under way here.
   *
   * @param work gets the stored answer, where there is one for the same request
   */
  <T> T inTurn(String tenant, String key, byte[] request, Work<T> work)
      throws IOException, BodyProblemException, InterruptedException {
    return inTurn(
        tenant,
        key,
        before -> {
          if (before.isPresent()) {
            checkSame(before.get(), request);
          }
          return work.run(before);
        });
  }

  /** Throws a problem where the stored answer is another request's. */
  static void checkSame(Answer before, byte[] request) {
    if (!MessageDigest.isEqual(before.request(), request)) {
      throw Problem.of(
              422,
              "idempotency-key-reused",
              "this Idempotency-Key was used for another request; use a new one")
          .asException();
    }
  }

  /** Keeps the answer of a request that changed nothing else in its transaction. */
  void keep(Answer answer) {
    answers.keep(answer);
  }

  /**
   * As {@link #inTurn(String, String, byte[], Work)}, for a request that is known only once it was
   * read: the work holds the stored answer against it.
   */
  <T> T inTurn(String tenant, String key, Work<T> work)
      throws IOException, BodyProblemException, InterruptedException {
    String name = tenant + '\n' + key;
    Turn turn =
        turns.compute(
            name,
            (_, there) -> {
              Turn mine = there == null ? new Turn() : there;
              mine.wanted++;
              return mine;
            });
    turn.lock.lockInterruptibly();
    try {
      Optional<Answer> before = answers.find(tenant, key);
      return work.run(before);
    } finally {
      turn.lock.unlock();
      turns.computeIfPresent(name, (_, there) -> --there.wanted == 0 ? null : there);
    }
  }
}
