package dev.sluice.server.http;

import dev.sluice.imports.RejectedRows;
import dev.sluice.imports.RejectedRows.RejectedRow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.UUID;

/** All rejected rows of a run, a page in memory at a time; may be gone through again. */
final class RejectedFile implements Iterable<RejectedRow> {
  private static final int PAGE = 500;

  private final RejectedRows rows;
  private final UUID run;

  RejectedFile(RejectedRows rows, UUID run) {
    this.rows = rows;
    this.run = run;
  }

  /** Their bytes alone. */
  Iterable<byte[]> originals() {
    return () -> {
      Iterator<RejectedRow> all = iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return all.hasNext();
        }

        @Override
        public byte[] next() {
          return all.next().original();
        }
      };
    };
  }

  @Override
  public Iterator<RejectedRow> iterator() {
    return new Pages();
  }

  private final class Pages implements Iterator<RejectedRow> {
    private final Deque<RejectedRow> page = new ArrayDeque<>();
    private int after;
    private boolean ended;

    @Override
    public boolean hasNext() {
      if (page.isEmpty() && !ended) {
        page.addAll(rows.after(run, after, PAGE));
        ended = page.size() < PAGE;
      }
      return !page.isEmpty();
    }

    @Override
    public RejectedRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      RejectedRow row = page.removeFirst();
      after = row.row();
      return row;
    }
  }
}
