package dev.sluice.object;

import dev.sluice.run.BackendException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;

/** What goes wrong with files, as faults of a backend. */
final class FileFaults {
  private FileFaults() {}

  static BackendException of(IOException e) {
    return switch (e) {
      case NotDirectoryException conflict -> conflict(conflict);
      case FileAlreadyExistsException conflict -> conflict(conflict);
      default ->
          new BackendException(
              BackendException.Kind.UNAVAILABLE,
              "the object folder failed: " + e.getClass().getSimpleName(),
              e);
    };
  }

  static BackendException conflict(FileSystemException e) {
    return new BackendException(
        BackendException.Kind.DATA, "a key is a folder of another key here", e);
  }
}
