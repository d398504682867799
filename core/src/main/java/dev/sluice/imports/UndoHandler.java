package dev.sluice.imports;

import dev.sluice.run.Attempt;
import dev.sluice.run.Handler;
import dev.sluice.run.Lease;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes an import back, chunk by chunk. Thread-safe. */
public final class UndoHandler implements Handler {
  private static final Logger log = LoggerFactory.getLogger(UndoHandler.class);

  private final Function<String, @Nullable ImportType> types;
  private final Undos undos;
  private final Progression progression;

  /**
   * @param types by name; null where there is no such definition any more
   */
  public UndoHandler(
      Function<String, @Nullable ImportType> types, Undos undos, Progression progression) {
    this.types = types;
    this.undos = undos;
    this.progression = progression;
  }

  @Override
  public Attempt handle(Lease lease) throws InterruptedException {
    String name = lease.batch().key().name();
    ImportType type = types.apply(name);
    if (type == null) {
      return new Attempt.RetryAfter(Duration.ofSeconds(30), "no definition of import " + name);
    }
    UUID id = UUID.fromString(lease.batch().key().period());
    while (undos.step(lease, type.dataset())) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the lease was lost, or the process stops");
      }
    }
    if (undos.settle(lease)) {
      log.atInfo().addKeyValue("import", id).log("import undone");
    }
    progression.changed(id);
    return new Attempt.Done();
  }
}
