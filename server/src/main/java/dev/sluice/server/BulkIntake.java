package dev.sluice.server;

import dev.sluice.dataset.DatasetStore;
import dev.sluice.file.FileLimits;
import dev.sluice.file.Intake;
import dev.sluice.imports.ImportHandler;
import dev.sluice.imports.ImportType;
import dev.sluice.imports.Imports;
import dev.sluice.imports.Progression;
import dev.sluice.live.Broadcast;
import dev.sluice.object.FileObjectStore;
import dev.sluice.postgres.Database;
import dev.sluice.postgres.PostgresImportQueue;
import dev.sluice.postgres.PostgresImportStore;
import dev.sluice.postgres.PostgresRejectedRows;
import dev.sluice.postgres.PostgresUploads;
import dev.sluice.run.BatchStore;
import dev.sluice.run.Dispatch;
import dev.sluice.run.RetryPolicy;
import dev.sluice.run.RunKind;
import dev.sluice.run.Sweeper.Chore;
import dev.sluice.run.Worker;
import dev.sluice.server.http.ImportPorts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Wires the bulk intake of one process. */
final class BulkIntake {
  /** Decision 2 of the requirements: five imports of one tenant at once share its workers. */
  private static final int PER_TENANT = 5;

  /** Chunks at once: one is parsed while the database is at another's rows. */
  private static final int WORKERS = 2;

  private static final Duration IDLE = Duration.ofSeconds(1);

  private final Map<String, ImportType> types;
  private final DatasetStore datasets;
  private final InstantSource clock;
  private final PostgresImportStore store;
  private final PostgresRejectedRows rejected;
  private final FileObjectStore objects;
  private final Progression progression;
  private final Imports imports;

  BulkIntake(
      Map<String, ImportType> types,
      Path data,
      Database database,
      DatasetStore datasets,
      Dispatch dispatch,
      Broadcast broadcast,
      Supplier<UUID> ids,
      InstantSource clock,
      Duration lease) {
    this.types = types;
    this.datasets = datasets;
    this.clock = clock;
    this.store = new PostgresImportStore(database, ids);
    this.rejected = new PostgresRejectedRows(database);
    this.objects = FileObjectStore.open(DataFolders.objects(data), clock);
    this.progression =
        new Progression(
            new PostgresImportQueue(database, dispatch, ids), broadcast, PER_TENANT, lease);
    this.imports =
        new Imports(
            store,
            new PostgresUploads(database),
            objects,
            new Intake(objects, FileLimits.DEFAULT, DataFolders.scratch(data)),
            progression,
            ids);
  }

  FileObjectStore objects() {
    return objects;
  }

  ImportPorts ports() {
    return new ImportPorts(types, imports, store, rejected);
  }

  List<Chore> chores() {
    return List.of(new Chore("imports", IDLE, progression::sweep));
  }

  Worker worker(
      String owner,
      Duration lease,
      BatchStore batches,
      Dispatch dispatch,
      RandomGenerator random,
      ReadWriteLock company) {
    return new Worker(
        new Worker.Options(RunKind.IMPORT, owner, WORKERS, lease, Integer.MAX_VALUE, IDLE),
        batches,
        new ImportHandler(types::get, store, rejected, objects, datasets, progression, clock),
        batch -> {
          ImportType type = types.get(batch.key().name());
          return type == null ? RetryPolicy.DEFAULT : type.retry();
        },
        dispatch,
        random,
        company);
  }
}
