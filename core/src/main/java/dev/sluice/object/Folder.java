package dev.sluice.object;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a {@link FileObjectStore}: paths that stay in it, moves that are durable, and a
 * place for what is being written that is cleared when its process is gone.
 */
final class Folder implements AutoCloseable {
  static final String OWN = ".sluice";
  private static final String LOCK = "lock";

  /** File locks are the process's, so threads need one of their own. */
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private final Path root;
  private final FileNames names;
  private final Path temporary;
  private final FileChannel held;

  private Folder(Path root, FileNames names, Path temporary, FileChannel held) {
    this.root = root;
    this.names = names;
    this.temporary = temporary;
    this.held = held;
  }

  static Folder open(Path folder) throws IOException {
    Files.createDirectories(folder.resolve(OWN).resolve("temporary"));
    Path root = folder.toRealPath();
    Path own = root.resolve(OWN);
    IN_PROCESS.lock();
    try (FileChannel all = channel(own.resolve(LOCK));
        FileLock lock = all.lock()) {
      sweep(own.resolve("temporary"));
      Path temporary = own.resolve("temporary").resolve(UUID.randomUUID().toString());
      Files.createDirectory(temporary);
      FileChannel held = channel(temporary.resolve(LOCK));
      held.lock();
      return new Folder(root, new FileNames(ignoresCase(temporary)), temporary, held);
    } finally {
      IN_PROCESS.unlock();
    }
  }

  private static FileChannel channel(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static boolean ignoresCase(Path temporary) {
    return Files.exists(temporary.resolve("LOCK"));
  }

  /** Whoever wrote there is gone if its lock can be had. */
  private static void sweep(Path temporary) throws IOException {
    try (DirectoryStream<Path> writers = Files.newDirectoryStream(temporary)) {
      for (Path writer : writers) {
        try (FileChannel channel = channel(writer.resolve(LOCK));
            FileLock lock = channel.tryLock()) {
          if (lock != null) {
            clear(writer);
          }
        } catch (OverlappingFileLockException e) {
          // another store of this process
        }
      }
    }
  }

  private static void clear(Path writer) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(writer)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(writer);
  }

  Path root() {
    return root;
  }

  Path path(String key) {
    return names.path(root, key);
  }

  Path own(String name) {
    return root.resolve(OWN).resolve(name);
  }

  /** A path for a new file that is not there after the process is gone. */
  Path temporary() {
    return temporary.resolve(UUID.randomUUID().toString());
  }

  static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Every folder on the way is one. */
  void requireNoLinks(Path path) throws IOException {
    for (Path at = path.getParent(); at != null && !at.equals(root); at = at.getParent()) {
      if (!attributes(at).isDirectory()) {
        throw new NotDirectoryException(root.relativize(at).toString());
      }
    }
  }

  /** Durable when it returns, replacing what is there. */
  void move(Path from, Path to) throws IOException {
    place(
        to,
        () -> {
          try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
          } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the folder spans file systems", e);
          }
        });
  }

  /** As {@link #move}; false, and nothing happens, where something is there. */
  boolean moveIfAbsent(Path from, Path to) throws IOException {
    try {
      place(to, () -> Files.createLink(to, from));
    } catch (FileAlreadyExistsException e) {
      if (attributes(to).isDirectory()) {
        throw e;
      }
      return false;
    }
    Files.deleteIfExists(from);
    return true;
  }

  /** What makes a file appear. */
  private interface Placing {
    void run() throws IOException;
  }

  private void place(Path to, Placing placing) throws IOException {
    Path parent = to.getParent();
    if (parent == null) {
      throw new NoSuchFileException("");
    }
    for (int tries = 0; ; tries++) {
      makeFolders(parent);
      try {
        placing.run();
        break;
      } catch (NoSuchFileException e) {
        // A folder was empty for a moment, and another thread deleted it.
        if (tries == 100) {
          throw e;
        }
      }
    }
    sync(parent);
  }

  private void makeFolders(Path folder) throws IOException {
    if (folder.equals(root)) {
      return;
    }
    try {
      if (!attributes(folder).isDirectory()) {
        throw new NotDirectoryException(root.relativize(folder).toString());
      }
      requireNoLinks(folder);
    } catch (NoSuchFileException e) {
      Path parent = folder.getParent();
      if (parent != null) {
        makeFolders(parent);
        try {
          Files.createDirectory(folder);
        } catch (FileAlreadyExistsException | NoSuchFileException another) {
          makeFolders(folder);
          return;
        }
        sync(parent);
      }
    }
  }

  /** Makes names in a folder durable, where the system has a way to. */
  static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (java.nio.file.AccessDeniedException e) {
      return; // Windows opens no folders, and needs no such thing
    }
  }

  /** Deletes folders that became empty. */
  void prune(@Nullable Path from) throws IOException {
    for (Path at = from; at != null && !at.equals(root); at = at.getParent()) {
      try {
        Files.delete(at);
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        return;
      }
    }
  }

  @Override
  public void close() throws IOException {
    held.close();
    if (Files.exists(temporary)) {
      clear(temporary);
    }
  }
}
