package dev.sluice.imports;

import dev.sluice.dataset.DatasetStore;
import dev.sluice.dataset.Landed;
import dev.sluice.dataset.LandingOrder;
import dev.sluice.file.Chunk;
import dev.sluice.file.FileFormat;
import dev.sluice.file.RowProcessor;
import dev.sluice.object.NoSuchObjectException;
import dev.sluice.object.ObjectStore;
import dev.sluice.run.Attempt;
import dev.sluice.run.Batch;
import dev.sluice.run.Claim;
import dev.sluice.run.Handler;
import dev.sluice.run.Lease;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lands the chunks of imports, and ends an import with its last. Thread-safe. */
public final class ImportHandler implements Handler {
  private static final Logger log = LoggerFactory.getLogger(ImportHandler.class);
  private static final int REMEMBERED = 200;

  private final Function<String, @Nullable ImportType> types;
  private final ImportStore store;
  private final RejectedRows rejected;
  private final ObjectStore objects;
  private final DatasetStore datasets;
  private final Progression progression;
  private final InstantSource clock;
  private final ConcurrentHashMap<UUID, Job> jobs = new ConcurrentHashMap<>();

  /**
   * What all chunks of an import share.
   *
   * @param corrected run whose rejected rows come again
   */
  private record Job(
      ImportType type,
      FileFormat format,
      RowProcessor processor,
      boolean dryRun,
      @Nullable UUID corrected) {}

  /**
   * @param types by name; null where there is no such definition any more
   */
  public ImportHandler(
      Function<String, @Nullable ImportType> types,
      ImportStore store,
      RejectedRows rejected,
      ObjectStore objects,
      DatasetStore datasets,
      Progression progression,
      InstantSource clock) {
    this.types = types;
    this.store = store;
    this.rejected = rejected;
    this.objects = objects;
    this.datasets = datasets;
    this.progression = progression;
    this.clock = clock;
  }

  @Override
  public Attempt handle(Lease lease) {
    Batch batch = lease.batch();
    UUID id = UUID.fromString(batch.key().period());
    Claim claim = batch.claim();
    Job job = job(id);
    if (job == null || claim == null) {
      return new Attempt.RetryAfter(
          Duration.ofSeconds(30), "no definition of import " + batch.key().name());
    }
    progression.begun(id);
    Landed landed;
    try {
      landed = datasets.land(lease, job.type().dataset(), rows(job, batch, claim), order(job));
    } catch (NoSuchObjectException e) {
      return new Attempt.Rejected("object-gone", "the object that holds these rows is gone");
    }
    return switch (landed) {
      case Landed.Settled settled -> {
        log.atInfo()
            .addKeyValue("import", id)
            .addKeyValue("batch", batch.id())
            .addKeyValue("records", batch.received())
            .log("chunk landed");
        progression.settled(id);
        yield new Attempt.Done();
      }
      case Landed.Stale stale -> {
        log.atWarn()
            .addKeyValue("batch", batch.id())
            .addKeyValue("epoch", lease.epoch())
            .log("landing refused: the lease is another's now");
        yield new Attempt.Done();
      }
      case Landed.Miscounted(int found) ->
          new Attempt.Rejected(
              "count-mismatch",
              batch.received() + " rows were counted at the upload, the chunk has " + found);
    };
  }

  private ChunkRows rows(Job job, Batch batch, Claim claim) {
    Chunk chunk =
        new Chunk(
            claim.object(),
            claim.offset(),
            claim.length(),
            claim.firstRow(),
            claim.firstLine(),
            batch.received());
    UUID corrected = job.corrected();
    Map<Integer, UUID> correctable = corrected == null ? null : rejected.open(corrected);
    return new ChunkRows(
        objects, job.format(), chunk, job.processor(), clock.instant(), correctable);
  }

  private static LandingOrder order(Job job) {
    if (job.dryRun()) {
      return LandingOrder.DRY_RUN;
    }
    return job.corrected() == null ? LandingOrder.PLAIN : LandingOrder.CORRECTION;
  }

  private @Nullable Job job(UUID id) {
    Job known = jobs.get(id);
    if (known != null) {
      return known;
    }
    Job made = store.find(id).map(this::job).orElse(null);
    if (made != null) {
      if (jobs.size() >= REMEMBERED) {
        jobs.clear();
      }
      jobs.put(id, made);
    }
    return made;
  }

  private @Nullable Job job(Import found) {
    ImportType type = types.apply(found.order().type());
    ImportFile file = found.file();
    if (type == null || file == null) {
      return null;
    }
    FileFormat format = FileFormat.fromJson(file.format());
    UUID corrects = found.order().corrects();
    UUID corrected = corrects == null ? null : store.find(corrects).map(Import::run).orElse(null);
    return new Job(
        type,
        format,
        type.rows().processor(found.order().tenant(), format),
        found.order().dryRun(),
        corrected);
  }
}
