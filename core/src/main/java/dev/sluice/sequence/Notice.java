package dev.sluice.sequence;

import java.time.Instant;
import java.util.List;

/** Something about a sender that somebody should know, told once. */
public sealed interface Notice {
  String tenant();

  String feed();

  String source();

  /**
   * Its gaps are others than were told before: gaps that have stayed for a while, and gaps told of
   * that are filled.
   */
  record Gaps(String tenant, String feed, String source, List<Range> opened, List<Range> closed)
      implements Notice {
    public Gaps {
      opened = List.copyOf(opened);
      closed = List.copyOf(closed);
    }
  }

  /** Nothing came for longer than the feed expects. */
  record Silent(String tenant, String feed, String source, Instant lastAt) implements Notice {}

  /** It is heard of again. */
  record Back(String tenant, String feed, String source, Instant lastAt) implements Notice {}
}
