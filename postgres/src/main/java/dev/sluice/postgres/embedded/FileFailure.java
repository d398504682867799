package dev.sluice.postgres.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Why a file could not be had, in words a person at a terminal can act upon. */
final class FileFailure {
  private FileFailure() {}

  static String describe(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains("No space left")) {
      return "the disk is full";
    }
    if (failure instanceof AccessDeniedException denied) {
      return denied.getFile() + " cannot be written by this user";
    }
    if (failure instanceof FileSystemException file) {
      String reason = file.getReason();
      return file.getFile() + ": " + (reason == null ? file.getClass().getSimpleName() : reason);
    }
    return message;
  }
}
