package dev.sluice.server.telemetry;

import dev.sluice.run.BackendException;
import dev.sluice.run.Books;
import dev.sluice.run.Counts;
import dev.sluice.run.Rounds;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * The books as gauges. They are read every few seconds, not when somebody asks, and recounted once
 * a day: the first time an hour after the start, when whatever a restart is about is over.
 */
public final class BooksMeters implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration FIRST_AUDIT = Duration.ofHours(1);
  private static final Duration AUDIT = Duration.ofHours(24);

  private final Books books;
  private final Telemetry telemetry;
  private final Rounds rounds = new Rounds("books-meters", EVERY, this::look);
  private volatile Books.Totals totals = new Books.Totals(Counts.ZERO, Map.of(), 0, 0);
  private long nextAudit = System.nanoTime() + FIRST_AUDIT.toNanos();

  public BooksMeters(Books books, Telemetry telemetry) {
    this.books = books;
    this.telemetry = telemetry;
    count("received", Counts::received);
    count("stored", Counts::stored);
    count("duplicate", Counts::duplicate);
    count("rejected", Counts::rejected);
    count("dead", Counts::dead);
    count("in-flight", Counts::inFlight);
    Gauge.builder("sluice.dead.letters.open", () -> totals.openProblems())
        .description("records rejected or dead and not resolved: what waits at the desk")
        .register(telemetry.registry());
  }

  private void count(String name, ToLongFunction<Counts> count) {
    Gauge.builder("sluice.books.records", () -> count.applyAsLong(totals.total()))
        .description("the books: received = stored + duplicate + rejected + dead + in-flight")
        .tag("count", name)
        .register(telemetry.registry());
  }

  static void audit(MeterRegistry registry, AtomicLong differences) {
    Gauge.builder(
            "sluice.books.audit.differences",
            () -> differences.get() < 0 ? Double.NaN : differences.get())
        .description("places where the last recount and the books disagree; NaN before the first")
        .register(registry);
  }

  public void start() {
    rounds.start();
  }

  private void look() {
    try {
      totals = books.totals();
      if (System.nanoTime() - nextAudit > 0) {
        nextAudit = System.nanoTime() + AUDIT.toNanos();
        telemetry.audited(books.audit().size());
      }
    } catch (BackendException e) {
      return; // readiness speaks of a database that is away; what was known stands
    }
  }

  @Override
  public void close() {
    rounds.close();
  }
}
