package dev.sluice.postgres.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server on a folder of this machine. The first process to start one on a folder owns
 * it: it supervises the server, brings it back on the same port when it dies, and stops it on
 * {@link #close}. Further processes attach as clients; when the owner goes, one of them takes over,
 * so a URL once given stays valid as long as any of them lives.
 *
 * <p>Thread-safe. While the server is being restarted connections fail as with any server that is
 * down.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(2);
  private static final Duration LONGEST_RECOVERY = Duration.ofHours(1);

  private final DataFolder folder;
  private final PostgresProcesses processes;
  private final Launch launch;
  private final OwnerLock lock;
  private final int port;
  private final String password;
  private final Thread watch;
  private volatile @Nullable Postmaster postmaster;
  private volatile boolean closing;

  private EmbeddedPostgres(
      DataFolder folder,
      PostgresProcesses processes,
      Launch launch,
      OwnerLock lock,
      int port,
      String password,
      @Nullable Postmaster postmaster) {
    this.folder = folder;
    this.processes = processes;
    this.launch = launch;
    this.lock = lock;
    this.port = port;
    this.password = password;
    this.postmaster = postmaster;
    // a platform thread: it waits in the kernel for a lock or a child
    this.watch = Thread.ofPlatform().daemon().name("postgres-watch").unstarted(this::watch);
  }

  /**
   * Starts the server of a folder, creating the cluster on first use, or attaches to the one that
   * another process runs there. Returns when it accepts connections and is known to be durable.
   *
   * @param dataDir the cluster's folder, {@code DIR/pg}; {@code DIR/pg-run}, {@code DIR/pg-log} and
   *     {@code DIR/keys} are made beside it
   * @throws EmbeddedPostgresException with one line that says what to change
   */
  public static EmbeddedPostgres start(Path dataDir, Settings settings) {
    return start(dataDir, settings, ServerAccount.detect());
  }

  static EmbeddedPostgres start(Path dataDir, Settings settings, ServerAccount account) {
    DataFolder folder = DataFolder.open(dataDir);
    PostgresBinaries binaries = PostgresBinaries.locate(account);
    PostgresProcesses processes = new PostgresProcesses(folder.data(), binaries, account);
    Launch launch = new Launch(new Cluster(folder, binaries, account), processes, settings);
    OwnerLock lock = new OwnerLock(folder.lockFile());
    Deadline deadline = Deadline.after(settings.startTimeout());
    try {
      while (true) {
        if (lock.tryAcquire()) {
          return own(folder, processes, launch, lock, deadline);
        }
        Optional<EmbeddedPostgres> attached = attach(folder, processes, launch, lock);
        if (attached.isPresent()) {
          return attached.get();
        }
        if (deadline.passed()) {
          throw new EmbeddedPostgresException(
              "another process holds "
                  + folder.lockFile()
                  + " but serves no PostgreSQL that can be reached from here: stop it, or choose"
                  + " another folder with --data");
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "cannot lock " + folder.lockFile() + ": " + FileFailure.describe(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedPostgresException("interrupted while PostgreSQL was starting", e);
    }
  }

  /**
   * Without credentials: those are {@link #user} and {@link #password}. The same for the life of
   * this object.
   */
  public String jdbcUrl() {
    return ServerSession.url(port, ServerSession.DATABASE);
  }

  public String user() {
    return Cluster.USER;
  }

  public String password() {
    return password;
  }

  public int port() {
    return port;
  }

  /** True if this process supervises the server, false if it is a client of another process's. */
  public boolean owner() {
    return lock.held();
  }

  /**
   * True if the server runs and accepts connections, whoever owns it. Cheap; asks the system, not
   * the server.
   */
  public boolean alive() {
    return !closing
        && PostmasterFile.read(folder.data())
            .filter(PostmasterFile::ready)
            .filter(file -> file.port() == port && processes.serves(file.pid()))
            .isPresent();
  }

  /**
   * Fast shutdown if this process owns the server: clients are disconnected, the owner waits for
   * the end.
   */
  @Override
  public void close() {
    closing = true;
    watch.interrupt();
    try {
      watch.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Postmaster running = postmaster;
    if (running != null) {
      postmaster = null;
      running.stop();
      log.atInfo().addKeyValue("port", port).log("postgres stopped");
    }
    lock.release();
  }

  private static EmbeddedPostgres own(
      DataFolder folder,
      PostgresProcesses processes,
      Launch launch,
      OwnerLock lock,
      Deadline deadline)
      throws InterruptedException {
    Launch.@Nullable Running running = null;
    boolean served = false;
    try {
      long start = System.nanoTime();
      running = launch.start(null, deadline);
      ServerSession.admitFirst(running.port(), running.password());
      EmbeddedPostgres server =
          new EmbeddedPostgres(
              folder,
              processes,
              launch,
              lock,
              running.port(),
              running.password(),
              running.postmaster());
      server.watch.start();
      served = true;
      log.atInfo()
          .addKeyValue("port", running.port())
          .addKeyValue("folder", folder.data())
          .addKeyValue("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
          .log("postgres started");
      return server;
    } catch (SQLException e) {
      throw ServerSession.unreachable(e, folder);
    } finally {
      if (!served) {
        if (running != null) {
          running.postmaster().stop();
        }
        lock.release();
      }
    }
  }

  private static Optional<EmbeddedPostgres> attach(
      DataFolder folder, PostgresProcesses processes, Launch launch, OwnerLock lock) {
    Optional<PostmasterFile> file =
        PostmasterFile.read(folder.data())
            .filter(PostmasterFile::ready)
            .filter(candidate -> processes.serves(candidate.pid()));
    if (file.isEmpty() || !folder.hasPassword()) {
      return Optional.empty();
    }
    int port = file.get().port();
    try {
      String password = folder.password();
      ServerSession.admit(port, password);
      EmbeddedPostgres server =
          new EmbeddedPostgres(folder, processes, launch, lock, port, password, null);
      server.watch.start();
      log.atInfo().addKeyValue("port", port).log("postgres attached");
      return Optional.of(server);
    } catch (SQLException e) {
      if (ServerSession.WRONG_PASSWORD.equals(e.getSQLState())) {
        throw ServerSession.unreachable(e, folder);
      }
      return Optional.empty(); // it starts or stops, or its owner is about to create the database
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Supervises, once this process is the owner, until closed. */
  private void watch() {
    SpareSegments.Sessions sessions =
        () -> ServerSession.connect(port, ServerSession.DATABASE, password);
    try (Upkeep upkeep = new Upkeep(folder.data(), () -> postmaster, sessions)) {
      if (!lock.held()) {
        lock.acquire();
        log.atWarn().addKeyValue("port", port).log("postgres owner gone, taking over");
      }
      upkeep.start();
      while (true) {
        Postmaster running = postmaster;
        if (running != null) {
          int status = running.awaitEnd();
          log.atError()
              .addKeyValue("port", port)
              .addKeyValue("status", status)
              .log("postgres died");
        }
        postmaster = restart();
      }
    } catch (InterruptedException e) {
      if (!closing) {
        log.atError().log("postgres supervision interrupted");
      }
    } catch (IOException e) {
      if (!closing) {
        log.atError().setCause(e).log("postgres supervision ended");
      }
    }
  }

  private Postmaster restart() throws InterruptedException {
    Duration backoff = Duration.ofMillis(100);
    while (true) {
      long start = System.nanoTime();
      Launch.@Nullable Running running = null;
      boolean served = false;
      try {
        running = launch.start(port, Deadline.after(LONGEST_RECOVERY));
        ServerSession.admit(port, password);
        served = true;
        log.atInfo()
            .addKeyValue("port", port)
            .addKeyValue("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
            .log("postgres restarted");
        return running.postmaster();
      } catch (SQLException | RuntimeException e) { // whatever it is, supervision goes on
        if (closing) {
          throw new InterruptedException();
        }
        log.atError().addKeyValue("reason", e.getMessage()).log("postgres restart failed");
      } finally {
        if (!served && running != null) {
          running.postmaster().stop();
        }
      }
      TimeUnit.MILLISECONDS.sleep(backoff.toMillis());
      Duration doubled = backoff.multipliedBy(2);
      backoff = doubled.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : doubled;
    }
  }
}
