package dev.sluice.deadletter;

import dev.sluice.run.RunKind;
import java.util.Optional;

/** Finds an intake's judge. */
@FunctionalInterface
public interface Judges {

  /** Empty where there is no such definition of this tenant any more. */
  Optional<Judge> of(String tenant, RunKind kind, String name);
}
