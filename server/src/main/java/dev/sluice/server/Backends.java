package dev.sluice.server;

import java.nio.file.Path;

/** Where the system of record lives. */
public sealed interface Backends {

  /** A PostgreSQL of our own in a folder. */
  record Embedded(Path folder) implements Backends {}

  /** Somebody's PostgreSQL, which must be durable as ours is. */
  record Postgres(String url, String user, String password) implements Backends {
    @Override
    public String toString() {
      return "Postgres[" + user + "]";
    }
  }
}
