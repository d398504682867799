package dev.sluice.limit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * So many per so long, such as {@code 1000/min}.
 *
 * @param permits at most 999,999,999
 * @param per whole seconds
 */
public record Rate(long permits, Duration per) {
  private static final int DIGITS = 9;
  private static final long MOST = 999_999_999;

  /** The first name of a period is the one it is written with. */
  private static final Map<String, Duration> PERIODS = new LinkedHashMap<>();

  static {
    names(Duration.ofSeconds(1), "s", "sec", "second");
    names(Duration.ofMinutes(1), "min", "m", "minute");
    names(Duration.ofHours(1), "h", "hour");
    names(Duration.ofDays(1), "d", "day");
  }

  public Rate {
    if (permits < 1
        || permits > MOST
        || per.toSeconds() < 1
        || !per.equals(per.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException("a rate is 1 to 999,999,999 in whole seconds");
    }
  }

  private static void names(Duration per, String... names) {
    for (String name : names) {
      PERIODS.put(name, per);
    }
  }

  /** Reads {@code 1000/min}, {@code 50/s}; empty where it is no rate. */
  public static Optional<Rate> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 1) {
      return Optional.empty();
    }
    String count = text.substring(0, slash).strip();
    Duration per = PERIODS.get(text.substring(slash + 1).strip());
    boolean digits = count.chars().allMatch(c -> c >= '0' && c <= '9');
    if (per == null || count.isEmpty() || count.length() > DIGITS || !digits) {
      return Optional.empty();
    }
    long permits = Long.parseLong(count);
    return permits == 0 ? Optional.empty() : Optional.of(new Rate(permits, per));
  }

  /** As {@link #parse} reads it, where the period has a name. */
  @Override
  public String toString() {
    String name =
        PERIODS.entrySet().stream()
            .filter(period -> period.getValue().equals(per))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(per.toSeconds() + "s");
    return permits + "/" + name;
  }
}
