package dev.sluice.testing;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Folders of tests, those of {@code @TempDir} too, in one folder of this JVM, which is deleted when
 * it ends. A JVM that is killed cannot do that: the next one does, as nobody holds the lock then.
 */
public final class TestFolders implements TempDirFactory {
  private static final String PREFIX = "sluice-tests-";
  private static final String OWNER = "owner";
  private static final List<AutoCloseable> USERS = Collections.synchronizedList(new ArrayList<>());

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
      throws IOException {
    return create("junit");
  }

  /** A new one. */
  public static Path create(String name) throws IOException {
    return Files.createTempDirectory(Own.FOLDER, name + "-");
  }

  /** To be closed before the folders go. */
  public static void usedBy(AutoCloseable user) {
    USERS.add(user);
  }

  /** As far as it can be: whoever still writes there leaves something for the end. */
  public static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      return;
    }
  }

  private static final class Own {
    static final Path FOLDER;
    static final FileChannel HELD;

    static {
      try {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        sweep(parent);
        FOLDER = Files.createTempDirectory(parent, PREFIX);
        // A PostgreSQL that runs as nobody has to get through to its own, whatever the umask.
        Files.setPosixFilePermissions(FOLDER, fromString("rwx--x--x"));
        Path made = FOLDER.resolve(OWNER + ".new");
        HELD = FileChannel.open(made, CREATE_NEW, WRITE);
        var _ = HELD.lock(); // let go with the channel, which is with the JVM
        Files.move(made, FOLDER.resolve(OWNER), ATOMIC_MOVE);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(Own::end));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void sweep(Path parent) throws IOException {
      try (DirectoryStream<Path> others = Files.newDirectoryStream(parent, PREFIX + "*")) {
        for (Path other : others) {
          if (isOrphan(other)) {
            delete(other);
          }
        }
      }
    }

    private static boolean isOrphan(Path other) {
      try (FileChannel owner = FileChannel.open(other.resolve(OWNER), WRITE);
          FileLock lock = owner.tryLock()) {
        return lock != null;
      } catch (IOException e) {
        return false; // it has no owner yet, or is another user's
      }
    }

    private static void end() {
      for (AutoCloseable user : List.copyOf(USERS)) {
        try {
          user.close();
        } catch (Exception e) {
          System.err.println("not closed: " + e);
        }
      }
      delete(FOLDER);
    }
  }
}
