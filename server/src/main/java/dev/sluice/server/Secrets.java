package dev.sluice.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Secrets are references, never values. */
public final class Secrets {
  private Secrets() {}

  /** What {@code env:NAME} or {@code file:PATH} refers to. */
  public static String resolve(String setting, String reference) {
    if (reference.startsWith("env:")) {
      String name = reference.substring("env:".length());
      String value = System.getenv(name);
      if (value == null) {
        throw new Mistake(setting + " refers to " + reference + ": set that variable");
      }
      return value;
    }
    if (reference.startsWith("file:")) {
      try {
        return Files.readString(Path.of(reference.substring("file:".length()))).strip();
      } catch (IOException e) {
        throw new Mistake(setting + " refers to " + reference + ", which cannot be read");
      }
    }
    throw new Mistake(setting + " must be env:NAME or file:PATH, never the value itself");
  }
}
