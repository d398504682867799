package dev.sluice.server;

import static java.util.Objects.requireNonNullElse;

/** Which build this is. */
public final class Version {
  /** From the jar's manifest; without a jar it is the sources that run. */
  public static final String RUNNING =
      requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "0.1.0-SNAPSHOT");

  private Version() {}
}
