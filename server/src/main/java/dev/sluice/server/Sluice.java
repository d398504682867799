package dev.sluice.server;

import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.dataset.DatasetStore;
import dev.sluice.dataset.IncompatibleSchemaException;
import dev.sluice.deadletter.Desk;
import dev.sluice.deadletter.Judge;
import dev.sluice.deadletter.Judges;
import dev.sluice.deadletter.ReplayHandler;
import dev.sluice.live.Live;
import dev.sluice.live.SnapshotSource;
import dev.sluice.postgres.Database;
import dev.sluice.postgres.Heartbeat;
import dev.sluice.postgres.PostgresAnswers;
import dev.sluice.postgres.PostgresBatchStore;
import dev.sluice.postgres.PostgresBooks;
import dev.sluice.postgres.PostgresBroadcast;
import dev.sluice.postgres.PostgresDatasetStore;
import dev.sluice.postgres.PostgresDeadLetterStore;
import dev.sluice.postgres.PostgresDefinitionStore;
import dev.sluice.postgres.PostgresReplays;
import dev.sluice.postgres.PostgresSenderStore;
import dev.sluice.postgres.PostgresTickets;
import dev.sluice.postgres.embedded.EmbeddedPostgres;
import dev.sluice.postgres.embedded.EmbeddedPostgresException;
import dev.sluice.postgres.embedded.Settings;
import dev.sluice.record.Uuid7;
import dev.sluice.run.BackendException;
import dev.sluice.run.Batch;
import dev.sluice.run.Dispatch;
import dev.sluice.run.Handler;
import dev.sluice.run.LocalDispatch;
import dev.sluice.run.RetryPolicy;
import dev.sluice.run.RunKind;
import dev.sluice.run.Sweeper;
import dev.sluice.server.Config.Role;
import dev.sluice.server.http.Cursors;
import dev.sluice.server.http.FeedTopics;
import dev.sluice.server.http.HttpServer;
import dev.sluice.server.http.ImportTopics;
import dev.sluice.server.http.Ports;
import dev.sluice.server.http.QueueTopics;
import dev.sluice.server.http.Readiness;
import dev.sluice.server.http.RunTopics;
import dev.sluice.server.http.Watching;
import dev.sluice.server.telemetry.BooksMeters;
import dev.sluice.server.telemetry.OtlpTraces;
import dev.sluice.server.telemetry.ProcessMeters;
import dev.sluice.server.telemetry.Telemetry;
import dev.sluice.server.telemetry.Traces;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The composition root: wires one process by hand, and takes it apart in reverse order. */
public final class Sluice implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sluice.class);
  private static final int HEARTBEAT_MILLIS = 1_000;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Config config;
  private final InstantSource clock = InstantSource.system();
  private final RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
  private final Supplier<UUID> ids = new Uuid7(clock, random)::next;
  private @Nullable HttpServer http;

  private Sluice(Config config) {
    this.config = config;
  }

  /**
   * Serves when it returns.
   *
   * @throws Mistake with what to change; nothing is left running
   */
  public static Sluice start(Config config) {
    Sluice sluice = new Sluice(config);
    boolean started = false;
    try {
      sluice.wire();
      started = true;
      return sluice;
    } catch (EmbeddedPostgresException
        | IncompatibleSchemaException
        | HttpServer.PortTakenException e) {
      throw new Mistake(String.valueOf(e.getMessage()));
    } catch (BackendException e) {
      throw DatabaseFaults.mistake(e);
    } finally {
      if (!started) {
        sluice.close();
      }
    }
  }

  /** Where it answers; only with the role api. */
  public String url() {
    return http == null ? "" : http.url();
  }

  private void wire() {
    DataFolders.make(config);
    String operator = KeyFile.read(DataFolders.token(config.data()));
    String token = config.listen().login() ? operator : null;
    var catalog = Concurrently.start("definitions", () -> Catalog.load(config.definitions()));
    HikariDataSource pool = open(config.backends());
    Database database = new Database(pool);
    database.migrate();
    serve(catalog.get(), pool, database, token);
  }

  private HikariDataSource open(Backends backends) {
    return switch (backends) {
      case Backends.Embedded embedded -> {
        var postgres = keep(EmbeddedPostgres.start(embedded.folder(), Settings.defaults()));
        yield keep(ConnectionPool.open(postgres.jdbcUrl(), postgres.user(), postgres.password()));
      }
      case Backends.Postgres external -> {
        var pool = keep(ConnectionPool.open(external.url(), external.user(), external.password()));
        ConnectionPool.check(pool);
        yield pool;
      }
    };
  }

  /** Lands files. A database of our own is on this machine, where its sessions can give way. */
  private DatasetStore loading(HikariDataSource pool, DatasetStore store, Dispatch dispatch) {
    return switch (config.backends()) {
      case Backends.Postgres external -> store;
      case Backends.Embedded embedded -> {
        var background = keep(ConnectionPool.background(pool, Workers.LOADING));
        yield new PostgresDatasetStore(new Database(background), dispatch, ids, clock);
      }
    };
  }

  private void serve(
      Catalog catalog, HikariDataSource pool, Database database, @Nullable String token) {
    LocalDispatch dispatch = new LocalDispatch();
    Telemetry telemetry = keep(new Telemetry(Version.RUNNING, traces(), clock));
    var broadcast =
        keep(new PostgresBroadcast(database, ConnectionPool.apart(pool), ids.get(), clock));
    var batches = new PostgresBatchStore(database, dispatch, ids);
    var store = new PostgresDatasetStore(database, dispatch, ids, clock);
    var books = new PostgresBooks(database);
    var letters = new PostgresDeadLetterStore(database);
    var answers = new PostgresAnswers(database);
    var senders = new PostgresSenderStore(database);
    var tickets = new PostgresTickets(database);
    new DefinitionTexts(config.definitions())
        .keep(catalog.loaded().definitions(), new PostgresDefinitionStore(database));
    catalog.datasets().values().forEach(store::declare);
    catalog.datasets().keySet().forEach(telemetry.feeds()::declare);
    ProcessMeters.database(telemetry.registry(), pool);
    ProcessMeters.disk(telemetry.registry(), config.data());
    var feeds = new FeedIntake(catalog, store, batches, telemetry.feedObserver(), ids, clock);
    var bulk =
        new BulkIntake(
            catalog.imports(ids),
            config.data(),
            database,
            loading(pool, store, dispatch),
            dispatch,
            broadcast,
            ids,
            clock);
    keep(bulk.objects());
    Judges judges = judges(feeds, bulk);
    var replays = new PostgresReplays(database, dispatch, ids);
    if (config.roles().contains(Role.SCHEDULER)) {
      var notices = new SenderNotices(senders, feeds.byName().values(), broadcast);
      var chores =
          new Chores(
              batches,
              books,
              store,
              letters,
              answers,
              senders,
              notices,
              tickets,
              telemetry.workObserver(),
              clock);
      keep(new Sweeper(chores.list(catalog.datasets().values()))).start();
      keep(new Sweeper(bulk.chores())).start();
    }
    if (config.roles().contains(Role.WORKER)) {
      var workers = new Workers(batches, dispatch, random, telemetry.workObserver());
      Handler replay = new ReplayHandler(replays, judges, store);
      keep(workers.of(RunKind.FEED, feeds.batches(), batch -> policy(judges, batch))).start();
      keep(workers.of(RunKind.REPLAY, replay, batch -> policy(judges, batch))).start();
      keep(workers.of(RunKind.IMPORT, bulk.chunks(), bulk::policy)).start();
      keep(workers.of(RunKind.UNDO, bulk.undoing(), bulk::policy)).start();
    }
    if (config.roles().contains(Role.API)) {
      Heartbeat heartbeat = keep(new Heartbeat(pool, HEARTBEAT_MILLIS));
      Readiness readiness = keep(new Readiness(heartbeat::beats));
      Backlog backlog = keep(new Backlog(books, config.data(), clock));
      readiness.start();
      backlog.start();
      keep(new BooksMeters(books, telemetry)).start();
      List<SnapshotSource> topics =
          List.of(
              new RunTopics(books),
              new QueueTopics(books),
              new FeedTopics(feeds.byName(), books, senders, clock),
              new ImportTopics(bulk.ports()));
      Live live = keep(new Live(topics, broadcast, Live.Options.DEFAULT));
      live.start();
      Ports ports =
          new Ports(
              feeds.byName(),
              feeds.maxRecords(),
              catalog.datasets(),
              store,
              batches,
              books,
              letters,
              new Desk(replays, judges, store, ids),
              answers,
              Admission.of(catalog, database, clock),
              backlog,
              readiness,
              senders,
              new Watching(live, broadcast, tickets),
              bulk.ports(),
              backlog::queues,
              telemetry,
              ids,
              clock);
      var listen = config.listen();
      var options =
          new HttpServer.Options(
              listen.host(), listen.port(), token, listen.corsOrigins(), listen.accessLog());
      String key = KeyFile.read(DataFolders.cursorKey(config.data()));
      http = keep(HttpServer.start(options, ports, new Cursors(HexFormat.of().parseHex(key))));
    }
  }

  /** Not a class of OpenTelemetry is loaded where no traces are wanted. */
  private Traces traces() {
    Otlp otlp = config.otlp();
    return otlp == null
        ? Traces.NONE
        : new OtlpTraces(
            otlp.traces(), otlp.headers(), otlp.ratio(), Version.RUNNING, clock, random);
  }

  private static Judges judges(FeedIntake feeds, BulkIntake bulk) {
    return (tenant, kind, name) ->
        switch (kind) {
          case FEED -> feeds.judge(tenant, name);
          case IMPORT -> bulk.judge(tenant, name);
          default -> Optional.empty();
        };
  }

  /** Of a feed's batch or a replay's: a name may be a feed's and an import's. */
  private static RetryPolicy policy(Judges judges, Batch batch) {
    return Stream.of(RunKind.FEED, RunKind.IMPORT)
        .flatMap(kind -> judges.of(batch.key().tenant(), kind, batch.key().name()).stream())
        .min(Comparator.comparing(judge -> !judge.definition().equals(batch.definition())))
        .map(Judge::retry)
        .orElse(RetryPolicy.DEFAULT);
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  /** HTTP first, the database last; a part that fails to close does not keep the others open. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        log.atWarn()
            .addKeyValue("part", part.getClass().getSimpleName())
            .setCause(e)
            .log("closing failed");
      }
    }
  }
}
