package dev.sluice.tenant;

import java.util.Arrays;
import java.util.Optional;

/** What an API key may do, within its tenant. */
public enum Scope {
  /** Read records, statistics, feeds, runs, books, imports, dead letters and live messages. */
  READ("read"),
  /** Post records to the tenant's feeds. */
  FEED_WRITE("feed:write"),
  /** Start, cancel and undo imports. */
  IMPORT_WRITE("import:write"),
  /** Edit, replay and dismiss dead letters. */
  DEAD_LETTERS_WRITE("dead-letters:write"),
  /** Replace the key's own secret. */
  KEYS_ROTATE("keys:rotate");

  private final String label;

  Scope(String label) {
    this.label = label;
  }

  /** As it is written in requests and stored. */
  public String label() {
    return label;
  }

  /** The scope that is written so. */
  public static Optional<Scope> of(String label) {
    return Arrays.stream(values()).filter(scope -> scope.label.equals(label)).findFirst();
  }
}
