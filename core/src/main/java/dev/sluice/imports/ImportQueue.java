package dev.sluice.imports;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Port: imports from their admission to their end. Atomic, durable and thread-safe as {@link
 * ImportStore}; every step may be taken by any process and again.
 */
public interface ImportQueue {

  /**
   * Lets the oldest waiting imports of every tenant begin, as far as there is room. One whose type
   * has no room lets younger ones of other types pass. Returns them.
   */
  List<UUID> admit(Room room);

  /**
   * How many imports of one tenant are under way at once.
   *
   * @param perTenant of all types together
   * @param perType of one type, by its name; a type that is not named has the tenant's room alone
   */
  record Room(int perTenant, Map<String, Integer> perType) {
    public Room {
      perType = Map.copyOf(perType);
    }
  }

  /** A worker has begun on a chunk of this import: it is running. */
  boolean start(UUID id);

  /** Ends the import if every chunk is settled. True for the one caller that ended it. */
  boolean finish(UUID id);

  /** Imports under way whose chunks are all settled, so that somebody should end them. */
  List<UUID> finishable(int limit);

  /**
   * Imports that are running by name alone, since nobody has said for {@code silence} that they
   * work on them: they are queued again. Returns them.
   */
  List<UUID> rest(Duration silence);

  /**
   * Stops an import: what is settled stays, what is not is dead with code {@code cancelled}, and
   * its letters are resolved at once. Whoever is at a chunk loses it.
   *
   * @return false where it is over already
   */
  boolean cancel(UUID id);
}
