package dev.sluice.file;

import java.util.ArrayList;
import java.util.List;

/** Counts the records of a file and makes chunks of them. For one thread. */
final class ChunkCutter {
  private final String object;
  private final FileLimits limits;
  private final List<Chunk> chunks = new ArrayList<>();
  private long start;
  private long startRow = 1;
  private long startLine = 1;
  private long rows;

  ChunkCutter(String object, FileLimits limits) {
    this.object = object;
    this.limits = limits;
  }

  /** Records begin here: after a byte order mark or a header. */
  void begin(long offset, long line) {
    start = offset;
    startLine = line;
  }

  /**
   * A record ended.
   *
   * @param end offset after it and what ends its line
   * @param nextLine the line that starts there
   */
  void record(long end, long nextLine) throws FileProblemException {
    rows++;
    if (rows > limits.rows()) {
      throw FileProblemException.limit(
          "rows", limits.rows(), nextLine - 1, "the file has too many rows");
    }
    if (rows - startRow + 1 >= limits.chunkRows() || end - start >= limits.chunkBytes()) {
      cut(end, nextLine);
    }
  }

  private void cut(long end, long nextLine) {
    int inChunk = (int) (rows - startRow + 1);
    chunks.add(new Chunk(object, start, end - start, startRow, startLine, inChunk));
    start = end;
    startRow = rows + 1;
    startLine = nextLine;
  }

  /** What remains becomes the last chunk. */
  void finish(long end, long nextLine) {
    if (rows >= startRow) {
      cut(end, nextLine);
    }
  }

  List<Chunk> all() {
    return chunks;
  }

  long rows() {
    return rows;
  }
}
