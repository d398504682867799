package dev.sluice.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dataset.Dataset;
import dev.sluice.file.ExpectedColumns;
import dev.sluice.file.FileLimits;
import dev.sluice.file.FileProblemException;
import dev.sluice.file.Intake;
import dev.sluice.file.RowProcessor;
import dev.sluice.imports.Import;
import dev.sluice.imports.ImportHandler;
import dev.sluice.imports.ImportQueue;
import dev.sluice.imports.ImportType;
import dev.sluice.imports.Imports;
import dev.sluice.imports.Progression;
import dev.sluice.imports.UndoHandler;
import dev.sluice.live.LocalBroadcast;
import dev.sluice.record.Mapping;
import dev.sluice.run.Attempt;
import dev.sluice.run.Handler;
import dev.sluice.run.Lease;
import dev.sluice.run.LeaseRequest;
import dev.sluice.run.RetryPolicy;
import dev.sluice.run.RunKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Files of sales as imports over a backend, in chunks of three rows, worked off when asked to. */
public final class ImportFixture {
  public static final String HEADER = "shop,number,amount,at,revision,note\n";

  /** For as many as a test makes. */
  private static final ImportQueue.Room ROOM = new ImportQueue.Room(100, Map.of());

  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final Stores stores;
  private final ImportType type;
  private final Imports imports;
  private final Handler chunks;
  private final Handler undos;

  public ImportFixture(Stores stores, Dataset dataset) {
    InstantSource clock = InstantSource.system();
    InMemoryObjectStore objects = new InMemoryObjectStore();
    ImportStores ports = stores.imports();
    this.stores = stores;
    this.type = type(dataset);
    var progression = new Progression(ports.queue(), new LocalBroadcast(clock), ROOM, SILENCE);
    FileLimits limits = FileLimits.DEFAULT.withChunks(3, 1 << 20);
    this.imports =
        new Imports(
            ports.store(),
            ports.uploads(),
            objects,
            new Intake(objects, limits, Path.of("scratch")),
            progression,
            Samples::id);
    this.chunks =
        new ImportHandler(
            name -> type,
            ports.store(),
            ports.rejected(),
            objects,
            stores.datasets(),
            progression,
            clock);
    this.undos = new UndoHandler(name -> type, ports.undos(), progression);
    stores.datasets().declare(dataset);
  }

  private static ImportType type(Dataset dataset) {
    var expected = ExpectedColumns.of(Samples.columns(dataset), Map.of(), Set.of(), false);
    return new ImportType(
        "sales",
        "default",
        "hash",
        dataset,
        expected,
        false,
        (tenant, format) ->
            new RowProcessor(
                tenant,
                dataset.name(),
                Samples.columns(dataset),
                expected,
                Mapping.IDENTITY,
                format,
                Samples::id),
        5,
        null,
        RetryPolicy.DEFAULT);
  }

  /** One line of a file. */
  public static String sale(int number, String amount) {
    return "north," + number + "," + amount + ",2026-03-01T23:30:00.250Z,,\n";
  }

  /** As many good rows, numbered from 1, each with this amount. */
  public static String sales(int from, int to, String amount) {
    StringBuilder rows = new StringBuilder(HEADER);
    for (int number = from; number <= to; number++) {
      rows.append(sale(number, amount));
    }
    return rows.toString();
  }

  public static Import.Order order() {
    return order("default", "sales");
  }

  public static Import.Order order(String tenant, String name) {
    return order(tenant, name, false, null);
  }

  private static Import.Order order(
      String tenant, String name, boolean dryRun, @Nullable UUID corrects) {
    return new Import.Order(
        tenant,
        name,
        "sales",
        "hash",
        dryRun,
        corrects,
        "sales.csv",
        "text/csv",
        null,
        null,
        false,
        "correlation");
  }

  /** Its chunks wait for a worker. */
  public Import queue(Import.Order order, String file) {
    try {
      var content = new ByteArrayInputStream(file.getBytes(UTF_8));
      return imports.receive(order, type, content, taken -> null);
    } catch (IOException | FileProblemException | Imports.BusyException e) {
      throw new AssertionError(e);
    }
  }

  public Import queue(String file) {
    return queue(order(), file);
  }

  /** As it is at its end. */
  public Import load(String file) {
    return load(order(), file);
  }

  public Import tryOut(String file) {
    return load(order("default", "sales", true, null), file);
  }

  public Import correct(Import other, String file) {
    return load(order("default", "sales", false, other.id()), file);
  }

  private Import load(Import.Order order, String file) {
    Import made = queue(order, file);
    work();
    return find(made.id());
  }

  public Import find(UUID id) {
    return stores.imports().store().find(id).orElseThrow();
  }

  /** Takes an import back; what came of it is in the port's report. Returns the run. */
  public UUID undo(Import one) {
    UUID run =
        stores.imports().undos().order(one.id(), Samples.id(), Duration.ofDays(7)).orElseThrow();
    workAll(RunKind.UNDO, undos);
    return run;
  }

  public Optional<Lease> lease() {
    return lease(RunKind.IMPORT);
  }

  private Optional<Lease> lease(RunKind kind) {
    Duration duration = Duration.ofSeconds(30);
    return stores
        .batches()
        .lease(new LeaseRequest(kind, "test", duration, LeaseRequest.FIRST, 100));
  }

  public Attempt handle(Lease lease) {
    return handle(lease, chunks);
  }

  private static Attempt handle(Lease lease, Handler handler) {
    try {
      return handler.handle(lease);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Every chunk that waits. */
  public void work() {
    workAll(RunKind.IMPORT, chunks);
  }

  private void workAll(RunKind kind, Handler handler) {
    for (Optional<Lease> lease = lease(kind); lease.isPresent(); lease = lease(kind)) {
      handle(lease.get(), handler);
    }
  }

  /** Numbers and codes of an import's rejected rows, as {@code "3 type"}. */
  public List<String> rejected(Import one) {
    return stores
        .imports()
        .rejected()
        .after(one.run(), dev.sluice.imports.RejectedRows.Place.START, 100)
        .stream()
        .map(row -> row.row() + " " + row.errors().getFirst().code())
        .toList();
  }
}
