package dev.sluice.imports;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An upload as it is read: says now and then how far it has come, which keeps it its reader's. For
 * one thread.
 */
final class WatchedUpload extends FilterInputStream {
  private static final long EVERY_NANOS = 2_000_000_000L;

  private final Uploads uploads;
  private final UUID id;
  private final UUID ticket;
  private final Import.@Nullable Upload kept;
  private long bytes;
  private long saidAt = System.nanoTime();

  /**
   * @param kept what is said to have come, where it is only read again; null: what was read
   */
  WatchedUpload(
      InputStream in, Uploads uploads, UUID id, UUID ticket, Import.@Nullable Upload kept) {
    super(in);
    this.uploads = uploads;
    this.id = id;
    this.ticket = ticket;
    this.kept = kept;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    return counted(read, read < 0 ? 0 : 1);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = super.read(into, offset, length);
    return counted(read, read);
  }

  private int counted(int result, int read) throws IOException {
    bytes += Math.max(0, read);
    if (System.nanoTime() - saidAt > EVERY_NANOS) {
      check();
    }
    return result;
  }

  /** Says how far it is. Throws where the upload is another's meanwhile. */
  void check() throws IOException {
    saidAt = System.nanoTime();
    Import.Upload upload = kept == null ? new Import.Upload(bytes, 0) : kept;
    if (!uploads.progress(id, ticket, upload, Imports.HOLD)) {
      throw new IOException("the upload is no longer this request's");
    }
  }

  /** Whoever opened what is read closes it. */
  @Override
  public void close() {}
}
