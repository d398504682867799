package dev.sluice.server.http;

import static java.util.Objects.requireNonNull;

import dev.sluice.file.FileFormat;
import dev.sluice.imports.RejectedBytes;
import dev.sluice.imports.RejectedRows;
import dev.sluice.imports.RejectedRows.Place;
import dev.sluice.imports.RejectedRows.RejectedRow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;

/** All rejected rows of a run, a page in memory at a time; may be gone through again. */
final class RejectedFile implements Iterable<RejectedFile.Line> {
  private static final int PAGE = 500;

  private final RejectedRows rows;
  private final RejectedBytes bytes;
  private final UUID run;
  private final FileFormat format;

  /**
   * @param format of the run's file
   */
  RejectedFile(RejectedRows rows, RejectedBytes bytes, UUID run, FileFormat format) {
    this.rows = rows;
    this.bytes = bytes;
    this.run = run;
    this.format = format;
  }

  /** A row, and its bytes in the run's file. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Line(RejectedRow row, byte[] bytes) {}

  /** Their bytes alone. */
  Iterable<byte[]> originals() {
    return () -> {
      Iterator<Line> all = iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return all.hasNext();
        }

        @Override
        public byte[] next() {
          return all.next().bytes();
        }
      };
    };
  }

  @Override
  public Iterator<Line> iterator() {
    return new Pages();
  }

  private final class Pages implements Iterator<Line> {
    private final Deque<Line> page = new ArrayDeque<>();
    private Place after = Place.START;
    private boolean ended;

    @Override
    public boolean hasNext() {
      if (page.isEmpty() && !ended) {
        List<RejectedRow> next = rows.after(run, after, PAGE);
        Map<UUID, byte[]> texts = bytes.of(next, format);
        next.forEach(row -> page.add(new Line(row, requireNonNull(texts.get(row.letter())))));
        ended = next.size() < PAGE;
      }
      return !page.isEmpty();
    }

    @Override
    public Line next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Line line = page.removeFirst();
      after = line.row().place();
      return line;
    }
  }
}
