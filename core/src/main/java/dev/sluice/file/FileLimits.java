package dev.sluice.file;

/**
 * How large a file and its parts may be.
 *
 * @param bytes as sent
 * @param unpackedBytes after decompression
 * @param ratio unpacked bytes for each packed one, where there are more than 64 MiB of them
 * @param rows of the file
 * @param recordBytes one record with its line breaks and quotes
 * @param columns a header may name
 * @param chunkRows rows of a chunk
 * @param chunkBytes a chunk is ended by when it has fewer rows
 */
public record FileLimits(
    long bytes,
    long unpackedBytes,
    int ratio,
    long rows,
    int recordBytes,
    int columns,
    int chunkRows,
    int chunkBytes) {

  public static final FileLimits DEFAULT =
      new FileLimits(64L << 30, 256L << 30, 250, 500_000_000, 4 << 20, 4_096, 10_000, 8 << 20);

  /** The same with other chunks. */
  public FileLimits withChunks(int rows, int bytes) {
    return new FileLimits(
        this.bytes, unpackedBytes, ratio, this.rows, recordBytes, columns, rows, bytes);
  }
}
