package dev.sluice.server.http;

import dev.sluice.run.BackendException;
import dev.sluice.run.Rounds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is read at most every five minutes, unless somebody wants it fresh. For as long as somebody
 * asks for it now and then, a schedule reads it again before it is that old, so that nobody waits.
 */
final class KeptReadings<K, V> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KeptReadings.class);

  /** No answer is older. */
  static final Duration KEPT = Duration.ofMinutes(5);

  /** Read again by then. */
  private static final Duration AGING = Duration.ofMinutes(4);

  /** Nobody asked for it meanwhile: it is dropped. */
  private static final Duration WANTED = Duration.ofHours(1);

  private static final Duration TICK = Duration.ofSeconds(5);

  /** Beyond this many, what is asked for is read each time. */
  private static final int MOST = 1_000;

  private final Function<K, V> source;
  private final InstantSource clock;
  private final Map<K, Kept<V>> readings = new ConcurrentHashMap<>();
  private final Rounds rounds = new Rounds("statistics", TICK, this::keep);

  /**
   * @param at not later than what was read
   */
  record Reading<V>(V value, Instant at) {}

  private static final class Kept<V> {
    volatile @Nullable Reading<V> reading;
    volatile Instant asked;

    Kept(Instant asked) {
      this.asked = asked;
    }
  }

  KeptReadings(Function<K, V> source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /** Begins to read on a schedule. */
  void start() {
    rounds.start();
  }

  /** Throws {@link BackendException} where it has to be read and cannot be. */
  Reading<V> of(K key, boolean fresh) {
    Instant now = clock.instant();
    Kept<V> kept = readings.get(key);
    if (kept == null) {
      if (readings.size() >= MOST) {
        return read(key);
      }
      kept = readings.computeIfAbsent(key, _ -> new Kept<>(now));
    }
    kept.asked = now;
    Reading<V> known = kept.reading;
    if (!fresh && known != null && !known.at().isBefore(now.minus(KEPT))) {
      return known;
    }
    if (fresh) {
      return renewed(key, kept);
    }
    // Whoever comes while it is being read shares that reading.
    synchronized (kept) {
      Reading<V> meanwhile = kept.reading;
      return meanwhile != null && !meanwhile.at().isBefore(now.minus(KEPT))
          ? meanwhile
          : renewed(key, kept);
    }
  }

  private Reading<V> renewed(K key, Kept<V> kept) {
    Reading<V> reading = read(key);
    kept.reading = reading;
    return reading;
  }

  private Reading<V> read(K key) {
    Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new Reading<>(source.apply(key), at);
  }

  private void keep() {
    readings.forEach(this::keep);
  }

  /** One look of the schedule. */
  private void keep(K key, Kept<V> kept) {
    Instant now = clock.instant();
    if (kept.asked.isBefore(now.minus(WANTED))) {
      readings.remove(key);
      return;
    }
    Reading<V> known = kept.reading;
    if (known != null && !known.at().isBefore(now.minus(AGING))) {
      return;
    }
    try {
      renewed(key, kept);
    } catch (BackendException e) {
      log.atDebug().log("statistics not read again: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    rounds.close();
  }
}
