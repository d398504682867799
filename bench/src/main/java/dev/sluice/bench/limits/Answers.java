package dev.sluice.bench.limits;

import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answers that a limited key got, each held against what its headers must be. Thread-safe. */
final class Answers {
  private static final Pattern LIMIT = Pattern.compile("\"key\";r=(\\d+);t=(\\d+)");
  private static final int WINDOW = 60;

  private final int permits;
  private final Set<Integer> left = new HashSet<>();
  private int accepted;
  private int refused;
  private int other;
  private int wrong;
  private String firstWrong = "";

  /**
   * @param permits a minute
   */
  Answers(int permits) {
    this.permits = permits;
  }

  synchronized void add(HttpResponse<String> answer) {
    String policy = answer.headers().firstValue("RateLimit-Policy").orElse("");
    Matcher limit = LIMIT.matcher(answer.headers().firstValue("RateLimit").orElse(""));
    boolean right = policy.equals("\"key\";q=" + permits + ";w=" + WINDOW) && limit.matches();
    int remaining = right ? Integer.parseInt(limit.group(1)) : -1;
    int seconds = right ? Integer.parseInt(limit.group(2)) : -1;
    switch (answer.statusCode()) {
      case 202 -> {
        accepted++;
        // Within one window nobody is told the same number twice.
        right &= remaining < permits && seconds <= WINDOW && left.add(remaining);
      }
      case 429 -> {
        refused++;
        right &=
            remaining == 0
                && seconds >= 1
                && seconds <= WINDOW
                && header(answer, "Retry-After").equals(Integer.toString(seconds))
                && header(answer, "Content-Type").startsWith("application/problem+json")
                && answer.body().contains("\"code\":\"rate-limited\"");
      }
      default -> {
        other++;
        right = false;
      }
    }
    if (!right) {
      wrong++;
      firstWrong =
          firstWrong.isEmpty()
              ? answer.statusCode() + " " + answer.headers().map() + " " + answer.body()
              : firstWrong;
    }
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Override
  public synchronized String toString() {
    return "limited key: %d accepted, %d refused with 429, %d answered otherwise; headers wrong: %d%s"
        .formatted(
            accepted, refused, other, wrong, firstWrong.isEmpty() ? "" : ", first: " + firstWrong);
  }

  /** What is to be shown: at most a twentieth more than allowed, and every header right. */
  synchronized boolean passed(int requests) {
    return wrong == 0
        && accepted + refused == requests
        && accepted >= permits
        && accepted <= permits + permits / 20;
  }
}
