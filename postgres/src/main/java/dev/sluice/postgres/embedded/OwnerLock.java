package dev.sluice.postgres.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Who starts, supervises and stops the server of a folder: at most one holder on the machine. The
 * kernel frees it when the holder dies, however it dies.
 *
 * <p>POSIX drops a process's lock as soon as it closes any descriptor of the file, so within one
 * JVM a permit is taken before the file is even opened.
 */
final class OwnerLock {
  private static final Map<Path, Semaphore> PERMITS = new ConcurrentHashMap<>();

  private final Path file;
  private final Semaphore permit;
  private @Nullable FileChannel channel;

  OwnerLock(Path file) {
    this.file = file;
    this.permit = PERMITS.computeIfAbsent(file, ignored -> new Semaphore(1));
  }

  synchronized boolean held() {
    return channel != null;
  }

  boolean tryAcquire() throws IOException {
    if (!permit.tryAcquire()) {
      return false;
    }
    return lock(false);
  }

  /** Waits until the present holder lets go or dies. */
  void acquire() throws IOException, InterruptedException {
    permit.acquire();
    lock(true);
  }

  synchronized void release() {
    if (channel != null) {
      closeQuietly(channel);
      channel = null;
      permit.release();
    }
  }

  private boolean lock(boolean wait) throws IOException {
    FileChannel opened = null;
    boolean locked = false;
    try {
      opened = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = wait ? opened.lock() : opened.tryLock();
      locked = lock != null;
      if (locked) {
        synchronized (this) {
          channel = opened;
        }
      }
      return locked;
    } finally {
      if (!locked) {
        if (opened != null) {
          closeQuietly(opened);
        }
        permit.release();
      }
    }
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // the kernel has released the lock all the same
    }
  }
}
