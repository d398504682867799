package dev.sluice.postgres.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a folder in any state to a running server. Only the holder of the owner lock may do this.
 */
final class Launch {
  private static final Logger log = LoggerFactory.getLogger(Launch.class);

  /**
   * Below the range from which the system gives out ports: a client that keeps trying to reach a
   * stopped server on a port of that range can be given the very port as its own, connect to itself
   * and keep the server from coming back.
   */
  private static final int LOWEST_PORT = 15_000;

  private static final int HIGHEST_PORT = 32_000;

  private final Cluster cluster;
  private final PostgresProcesses processes;
  private final Settings settings;

  Launch(Cluster cluster, PostgresProcesses processes, Settings settings) {
    this.cluster = cluster;
    this.processes = processes;
    this.settings = settings;
  }

  record Running(Postmaster postmaster, int port, String password) {}

  /**
   * @param fixedPort the port clients know already, or null if another one will do
   * @param deadline when to give up; a server that is still recovering then is stopped
   */
  Running start(@Nullable Integer fixedPort, Deadline deadline) throws InterruptedException {
    try {
      processes.clear();
      cluster.folder().sweep();
      String password = cluster.prepare();
      cluster.configure(settings);
      while (true) {
        removeForeignPidFile();
        int port = fixedPort == null ? choosePort() : fixedPort;
        Postmaster postmaster = Postmaster.spawn(cluster, processes, port);
        boolean handedOver = false;
        try {
          deadline.await(() -> postmaster.ready() || !postmaster.running());
          if (postmaster.ready()) {
            cluster.folder().rememberPort(port);
            handedOver = true;
            return new Running(postmaster, port, password);
          }
          if (postmaster.running()) {
            throw new EmbeddedPostgresException(
                "PostgreSQL on "
                    + cluster.folder().data()
                    + " was not ready within "
                    + settings.startTimeout().toSeconds()
                    + " s: see "
                    + cluster.folder().logs());
          }
          StartFailure failure = postmaster.failure();
          boolean again = failure.passing() || (failure.portTaken() && fixedPort == null);
          if (!again || deadline.passed()) {
            throw new EmbeddedPostgresException(
                "PostgreSQL does not start on "
                    + cluster.folder().data()
                    + ": "
                    + (failure.portTaken()
                        ? "port " + port + " of 127.0.0.1 is taken by another program"
                        : failure.reason()));
          }
          log.atWarn().addKeyValue("reason", failure.reason()).log("postgres start tried again");
          processes.clear();
        } finally {
          if (!handedOver) {
            postmaster.stop();
          }
        }
      }
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "cannot start PostgreSQL on " + cluster.folder().data() + ": " + FileFailure.describe(e),
          e);
    }
  }

  /**
   * After a crash the pid in the file may have passed to another program, or still be a zombie;
   * PostgreSQL would take either for a living server and refuse. No process of ours is left at this
   * point, and PostgreSQL checks for users of the folder's shared memory without the file too, so
   * it can go.
   */
  private void removeForeignPidFile() throws IOException {
    Optional<PostmasterFile> file = PostmasterFile.read(cluster.folder().data());
    if (file.isPresent() && !processes.serves(file.get().pid())) {
      log.atWarn().addKeyValue("pid", file.get().pid()).log("stale postmaster.pid removed");
      Files.deleteIfExists(cluster.folder().data().resolve(PostmasterFile.NAME));
    }
  }

  private int choosePort() throws IOException {
    int last = cluster.folder().port().orElse(0);
    if (last != 0 && free(last)) {
      return last;
    }
    for (int attempt = 0; attempt < 1000; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
      if (free(port)) {
        return port;
      }
    }
    throw new IOException("no free port on 127.0.0.1");
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
