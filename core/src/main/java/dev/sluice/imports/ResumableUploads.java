package dev.sluice.imports;

import dev.sluice.file.FileProblemException;
import dev.sluice.object.ObjectStore;
import dev.sluice.object.ObjectWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Enumeration;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that come in pieces: each piece is kept in parts as it comes, so that an interruption costs
 * at most one part, and the last one sets the import off. Thread-safe.
 */
public final class ResumableUploads {
  private static final Logger log = LoggerFactory.getLogger(ResumableUploads.class);

  /** What a crash of the server can cost the sender. */
  private static final int PART = 8 << 20;

  /** An upload that nobody has finished by then is given up. */
  private static final Duration PATIENCE = Duration.ofHours(24);

  private static final Duration KEPT = Duration.ofDays(7);
  private static final int STEP = 20;

  private final ImportStore store;
  private final Uploads uploads;
  private final ObjectStore objects;
  private final Imports imports;
  private final Function<String, @Nullable ImportType> types;
  private final Supplier<UUID> ids;

  public ResumableUploads(
      ImportStore store,
      Uploads uploads,
      ObjectStore objects,
      Imports imports,
      Function<String, @Nullable ImportType> types,
      Supplier<UUID> ids) {
    this.store = store;
    this.uploads = uploads;
    this.objects = objects;
    this.imports = imports;
    this.types = types;
    this.ids = ids;
  }

  /** The piece does not begin where the file ends so far. */
  public static final class OffsetException extends Exception {
    private static final long serialVersionUID = 1L;

    private final long offset;

    OffsetException(long offset) {
      super("the file has " + offset + " bytes so far");
      this.offset = offset;
    }

    public long offset() {
      return offset;
    }
  }

  /**
   * Appends a piece; what came before its stream broke stays.
   *
   * @return bytes that are kept now
   */
  public long append(UUID id, long offset, InputStream piece)
      throws OffsetException, Imports.BusyException {
    UUID ticket = ids.get();
    if (!uploads.take(id, ticket, Imports.HOLD)) {
      throw new Imports.BusyException("this import's file is coming in already, or has come");
    }
    long kept;
    long size;
    try {
      Import made = store.find(id).orElseThrow();
      size = size(made);
      if (offset != made.upload().bytes()) {
        throw new OffsetException(made.upload().bytes());
      }
      kept = append(made, ticket, piece, size);
    } finally {
      uploads.release(id, ticket);
    }
    if (kept == size) {
      // Of the system, since it keeps a processor busy, and virtual ones share what requests need.
      Thread.ofPlatform().daemon().name("finish-upload").start(() -> finishQuietly(id));
    }
    return kept;
  }

  /** A file of no bytes is whole when its upload is made: nobody sends a piece of it. */
  public void created(Import made) {
    if (size(made) == 0) {
      finishQuietly(made.id());
    }
  }

  private static long size(Import made) {
    Long size = made.order().size();
    return size == null ? Long.MAX_VALUE : size;
  }

  private long append(Import made, UUID ticket, InputStream piece, long size)
      throws Imports.BusyException {
    Import.Upload upload = made.upload();
    while (upload.bytes() < size) {
      String key = Import.partKey(made.id(), upload.parts());
      long most = Math.min(PART, size - upload.bytes());
      long written = write(key, piece, most);
      if (written == 0) {
        break;
      }
      upload = new Import.Upload(upload.bytes() + written, upload.parts() + 1);
      if (!uploads.progress(made.id(), ticket, upload, Imports.HOLD)) {
        throw new Imports.BusyException("the upload took too long between two of its bytes");
      }
      if (written < most) {
        break;
      }
    }
    return upload.bytes();
  }

  private long write(String key, InputStream piece, long most) {
    try (ObjectWriter writer = objects.create(key, java.util.Map.of())) {
      byte[] buffer = new byte[64 << 10];
      long written = 0;
      while (written < most) {
        int read = read(piece, buffer, (int) Math.min(buffer.length, most - written));
        if (read < 0) {
          break;
        }
        writer.write(buffer, 0, read);
        written += read;
      }
      if (written > 0) {
        writer.commit();
      }
      return written;
    }
  }

  /** A sender that goes away has sent what it has sent. */
  private static int read(InputStream piece, byte[] buffer, int most) {
    try {
      return piece.read(buffer, 0, most);
    } catch (IOException e) {
      return -1;
    }
  }

  private void finishQuietly(UUID id) {
    try {
      finish(id);
    } catch (RuntimeException e) {
      log.atWarn().addKeyValue("import", id).setCause(e).log("an upload is left to chores");
    }
  }

  /** Takes in a file whose parts are all there. */
  private void finish(UUID id) {
    Import made = store.find(id).orElse(null);
    ImportType type = made == null ? null : types.apply(made.order().type());
    if (made == null || type == null || made.status() != ImportStatus.UPLOADING) {
      return;
    }
    try (InputStream parts = new SequenceInputStream(new Parts(made))) {
      imports.receiveParts(made, type, parts);
      for (int part = 0; part < made.upload().parts(); part++) {
        objects.delete(Import.partKey(id, part));
      }
    } catch (FileProblemException e) {
      log.atInfo().addKeyValue("import", id).addKeyValue("code", e.code()).log("file refused");
    } catch (Imports.BusyException e) {
      log.atDebug().addKeyValue("import", id).log("somebody else finishes this upload");
    } catch (IOException e) {
      log.atWarn().addKeyValue("import", id).setCause(e).log("an upload is left to chores");
    }
  }

  /** Opens one part after the other. */
  @SuppressWarnings("JdkObsolete") // a SequenceInputStream takes nothing else
  private final class Parts implements Enumeration<InputStream> {
    private final Import made;
    private int next;

    Parts(Import made) {
      this.made = made;
    }

    @Override
    public boolean hasMoreElements() {
      return next < made.upload().parts();
    }

    @Override
    public InputStream nextElement() {
      return objects.read(Import.partKey(made.id(), next++));
    }
  }

  /**
   * Finishes what a crash has left, gives up what nobody sends any more, and takes away files that
   * are kept long enough. Returns how much it was.
   */
  public int sweep() {
    int done = 0;
    for (UUID id : uploads.unfinished(STEP)) {
      finishQuietly(id);
      done++;
    }
    for (UUID id : uploads.abandoned(PATIENCE, STEP)) {
      imports.fail(
          id, new Import.Trouble("upload-abandoned", "the file did not come whole; send it again"));
      done++;
    }
    for (UUID id : store.withFile(KEPT, STEP)) {
      imports.deleteFiles(id);
      store.forgetFile(id);
      done++;
    }
    return done;
  }
}
