package dev.sluice.server;

import dev.sluice.dataset.DatasetStore;
import dev.sluice.deadletter.Judge;
import dev.sluice.definition.ImportDefinition;
import dev.sluice.file.FileLimits;
import dev.sluice.file.Intake;
import dev.sluice.host.Niceness;
import dev.sluice.imports.ImportHandler;
import dev.sluice.imports.ImportJudge;
import dev.sluice.imports.ImportQueue;
import dev.sluice.imports.ImportType;
import dev.sluice.imports.Imports;
import dev.sluice.imports.Progression;
import dev.sluice.imports.RejectedBytes;
import dev.sluice.imports.ResumableUploads;
import dev.sluice.imports.UndoHandler;
import dev.sluice.live.Broadcast;
import dev.sluice.object.FileObjectStore;
import dev.sluice.postgres.Database;
import dev.sluice.postgres.PostgresImportQueue;
import dev.sluice.postgres.PostgresImportStore;
import dev.sluice.postgres.PostgresRejectedRows;
import dev.sluice.postgres.PostgresUndos;
import dev.sluice.postgres.PostgresUploads;
import dev.sluice.run.Batch;
import dev.sluice.run.Dispatch;
import dev.sluice.run.Handler;
import dev.sluice.run.RetryPolicy;
import dev.sluice.run.Sweeper.Chore;
import dev.sluice.server.http.ImportPorts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Wires the bulk intake of one process. */
final class BulkIntake {
  /** As long as a lease: who says nothing for that long is gone. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration UPLOADS = Duration.ofSeconds(5);

  private final Map<String, ImportType> types;
  private final DatasetStore datasets;
  private final InstantSource clock;
  private final PostgresImportStore store;
  private final PostgresRejectedRows rejected;
  private final FileObjectStore objects;
  private final Progression progression;
  private final PostgresUndos undos;
  private final Imports imports;
  private final ResumableUploads resumable;
  private final Supplier<UUID> ids;

  BulkIntake(
      Map<String, ImportType> types,
      Path data,
      Database database,
      DatasetStore datasets,
      Dispatch dispatch,
      Broadcast broadcast,
      Supplier<UUID> ids,
      InstantSource clock) {
    this.types = types;
    this.datasets = datasets;
    this.clock = clock;
    this.store = new PostgresImportStore(database, ids);
    this.rejected = new PostgresRejectedRows(database);
    this.objects = FileObjectStore.open(DataFolders.objects(data), clock);
    this.progression =
        new Progression(
            new PostgresImportQueue(database, dispatch, ids), broadcast, room(types), SILENCE);
    this.undos = new PostgresUndos(database, dispatch, ids);
    this.ids = ids;
    var uploads = new PostgresUploads(database);
    this.imports =
        new Imports(
            store,
            uploads,
            objects,
            new Intake(objects, FileLimits.DEFAULT, DataFolders.scratch(data)),
            progression,
            ids);
    this.resumable = new ResumableUploads(store, uploads, objects, imports, types::get, ids);
  }

  private static ImportQueue.Room room(Map<String, ImportType> types) {
    Map<String, Integer> perType = new HashMap<>();
    types.forEach((name, type) -> perType.put(name, type.concurrency()));
    return new ImportQueue.Room(ImportDefinition.PER_TENANT, perType);
  }

  FileObjectStore objects() {
    return objects;
  }

  ImportPorts ports() {
    return new ImportPorts(
        types, imports, resumable, store, rejected, new RejectedBytes(objects), undos, ids);
  }

  List<Chore> chores() {
    return List.of(
        new Chore("imports", IDLE, progression::sweep),
        new Chore("uploads", UPLOADS, resumable::sweep));
  }

  /** On the threads that it is called from, which give way to others from then on. */
  Handler chunks() {
    var chunks =
        new ImportHandler(types::get, store, rejected, objects, datasets, progression, clock);
    return lease -> {
      Niceness.lower();
      return chunks.handle(lease);
    };
  }

  Handler undoing() {
    return new UndoHandler(types::get, undos, progression);
  }

  /** Judges a tenant's letters of the imports of this name; empty where there is no definition. */
  Optional<Judge> judge(String tenant, String name) {
    return Optional.ofNullable(types.get(name))
        .map(type -> new ImportJudge(tenant, type, store, objects, clock));
  }

  RetryPolicy policy(Batch batch) {
    ImportType type = types.get(batch.key().name());
    return type == null ? RetryPolicy.DEFAULT : type.retry();
  }
}
