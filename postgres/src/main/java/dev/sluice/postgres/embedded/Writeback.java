package dev.sluice.postgres.embedded;

import dev.sluice.host.WriteOut;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the system begin to write what PostgreSQL wrote, ten times a second (adr/0016): {@link
 * WriteOut}, which takes no failed write away from the checkpointer, for whom a failure is told
 * once.
 */
final class Writeback {
  private static final Logger log = LoggerFactory.getLogger(Writeback.class);

  private final Path tables;

  /** Those of the round before. */
  private List<Path> written = List.of();

  /** The latest change that was seen. */
  private FileTime newest = FileTime.fromMillis(0);

  /**
   * @param cluster PostgreSQL's data folder
   */
  Writeback(Path cluster) {
    this.tables = cluster.resolve("base");
  }

  /** Begins the files of the round before once more: looking at all of them costs more. */
  void again() {
    written.forEach(WriteOut::begin);
  }

  /** Begins the files that were written since the round before, and returns them. */
  List<Path> round() {
    FileTime before = newest;
    List<Path> begun = new ArrayList<>();
    try (DirectoryStream<Path> databases = Files.newDirectoryStream(tables)) {
      for (Path database : databases) {
        begin(database, before, begun);
      }
    } catch (IOException | DirectoryIteratorException e) {
      log.atDebug().setCause(e).log("not written out this time");
    }
    written = begun;
    return begun;
  }

  private void begin(Path database, FileTime before, List<Path> begun) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(database)) {
      for (Path file : files) {
        if (isWritten(file, before) && WriteOut.begin(file)) {
          begun.add(file);
        }
      }
    }
  }

  private boolean isWritten(Path file, FileTime before) {
    try {
      FileTime changed = Files.getLastModifiedTime(file);
      if (changed.compareTo(newest) > 0) {
        newest = changed;
      }
      return changed.compareTo(before) > 0;
    } catch (IOException e) {
      return false; // dropped meanwhile
    }
  }
}
