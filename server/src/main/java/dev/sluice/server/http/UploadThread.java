package dev.sluice.server.http;

import dev.sluice.file.FileProblemException;
import dev.sluice.host.Niceness;
import dev.sluice.imports.Import;
import dev.sluice.imports.Imports;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.MDC;

/**
 * Takes a file in on a thread of the system. It keeps a processor busy for as long as bytes come,
 * and the carriers of virtual threads, which are as many as processors, belong to other requests.
 */
final class UploadThread {
  private UploadThread() {}

  /** Takes a file in. */
  @FunctionalInterface
  interface Taking {
    Import take() throws IOException, FileProblemException, Imports.BusyException;
  }

  /** Returns when it is done; throws the problem where it could not be. */
  static Import run(Taking taking) throws IOException, InterruptedException {
    var logged = MDC.getCopyOfContextMap();
    FutureTask<Import> task =
        new FutureTask<>(() -> {
          Niceness.lower();
          if (logged != null) {
            MDC.setContextMap(logged);
          }
          return taking.take();
        });
    Thread thread = Thread.ofPlatform().daemon().name("upload").start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      throw e;
    } catch (ExecutionException e) {
      throw problem(e);
    }
  }

  private static RuntimeException problem(ExecutionException e) throws IOException {
    return switch (e.getCause()) {
      case FileProblemException refused -> UploadRoutes.refused(refused);
      case Imports.BusyException busy -> UploadRoutes.busy(busy);
      case IOException broken -> throw broken;
      case RuntimeException fault -> fault;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(e);
    };
  }
}
