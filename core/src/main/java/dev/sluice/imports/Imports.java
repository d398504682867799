package dev.sluice.imports;

import dev.sluice.file.Declared;
import dev.sluice.file.FileProblemException;
import dev.sluice.file.Intake;
import dev.sluice.file.Received;
import dev.sluice.object.ObjectStore;
import dev.sluice.run.Answer;
import dev.sluice.run.Claim;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes files in: whole in one request, or for an import that was made before. A file is stored as
 * sent, recognised and cut in one pass; then it is queued, and only then is anybody answered.
 * Thread-safe.
 */
public final class Imports {
  private static final Logger log = LoggerFactory.getLogger(Imports.class);

  /** How long an upload stays somebody's without a sign of life. */
  static final Duration HOLD = Duration.ofSeconds(30);

  private final ImportStore store;
  private final Uploads uploads;
  private final ObjectStore objects;
  private final Intake intake;
  private final Progression progression;
  private final Supplier<UUID> ids;

  public Imports(
      ImportStore store,
      Uploads uploads,
      ObjectStore objects,
      Intake intake,
      Progression progression,
      Supplier<UUID> ids) {
    this.store = store;
    this.uploads = uploads;
    this.objects = objects;
    this.intake = intake;
    this.progression = progression;
    this.ids = ids;
  }

  /** Somebody else is sending this import's file, or it came already. */
  public static final class BusyException extends Exception {
    private static final long serialVersionUID = 1L;

    BusyException(String message) {
      super(message);
    }
  }

  /** Makes an import whose file comes in requests of its own. */
  public Import create(Import.Order order) {
    Import made = store.create(ids.get(), order);
    progression.changed(made.id());
    return made;
  }

  /**
   * Takes a file in one request; nothing is left of it, nor of the import, where that fails.
   *
   * @param answer made from the import, kept with it
   */
  public Import receive(
      Import.Order order,
      ImportType type,
      InputStream content,
      Function<Taken, @Nullable Answer> answer)
      throws IOException, FileProblemException, BusyException {
    Import made = store.create(ids.get(), order);
    boolean kept = false;
    try {
      Import queued = receive(made, type, content, new Sent(null, null), answer);
      kept = true;
      return queued;
    } finally {
      if (!kept) {
        forget(made.id());
      }
    }
  }

  /** What an answer may say of a file that was taken in. */
  public record Taken(Import made, String sha256) {}

  private void forget(UUID id) {
    try {
      if (store.remove(id)) {
        deleteFiles(id);
      }
    } catch (RuntimeException e) {
      log.atWarn().addKeyValue("import", id).setCause(e).log("a refused upload is left to chores");
    }
  }

  /**
   * Takes the file of an import that was made before. What is wrong with it fails the import.
   *
   * @param digest its SHA-256 as this request says it, hexadecimal; null where it does not
   */
  public Import receiveFor(
      Import made, ImportType type, InputStream content, @Nullable String digest)
      throws IOException, FileProblemException, BusyException {
    try {
      return receive(made, type, content, new Sent(null, digest), taken -> null);
    } catch (FileProblemException e) {
      fail(made.id(), new Import.Trouble(e.code(), String.valueOf(e.getMessage())));
      throw e;
    }
  }

  /** Takes the file of an import whose parts are all kept. */
  void receiveParts(Import made, ImportType type, InputStream parts)
      throws IOException, FileProblemException, BusyException {
    try {
      receive(made, type, parts, new Sent(made.upload(), null), taken -> null);
    } catch (FileProblemException e) {
      fail(made.id(), new Import.Trouble(e.code(), String.valueOf(e.getMessage())));
      throw e;
    }
  }

  /**
   * @param kept what is kept already and only read again; null where the file comes now
   * @param digest SHA-256 as the request says it
   */
  private record Sent(Import.@Nullable Upload kept, @Nullable String digest) {}

  /** Ends an import that was never queued, with nothing of its file left. */
  void fail(UUID id, Import.Trouble trouble) {
    if (store.fail(id, trouble)) {
      deleteFiles(id);
      progression.changed(id);
    }
  }

  private Import receive(
      Import made,
      ImportType type,
      InputStream content,
      Sent sent,
      Function<Taken, @Nullable Answer> answer)
      throws IOException, FileProblemException, BusyException {
    UUID id = made.id();
    UUID ticket = ids.get();
    if (!uploads.take(id, ticket, HOLD)) {
      throw new BusyException("this import's file is coming in already, or has come");
    }
    boolean queued = false;
    try (var watched = new WatchedUpload(content, uploads, id, ticket, sent.kept())) {
      Received received =
          intake.receive(
              watched,
              new Declared(made.order().fileName(), made.order().contentType()),
              type.expected(),
              Import.objectKey(id),
              Import.copyKey(id));
      watched.check();
      check(made.order().size(), made.order().digest(), received);
      check(null, sent.digest(), received);
      queued = queue(made, type, received, ticket, answer);
    } finally {
      if (!queued) {
        objects.delete(Import.objectKey(id));
        objects.delete(Import.copyKey(id));
        uploads.release(id, ticket);
      }
    }
    progression.changed(id);
    progression.admit();
    return store.find(id).orElseThrow();
  }

  private static void check(
      @Nullable Long size, @Nullable String expected, Received received)
      throws FileProblemException {
    String sha256 = received.original().sha256();
    if (size != null && size != received.original().size()) {
      throw new FileProblemException(
          "size-mismatch",
          0,
          size + " bytes were announced and " + received.original().size() + " came");
    }
    if (expected != null && !expected.equals(sha256)) {
      throw new FileProblemException(
          "digest-mismatch", 0, "the file's SHA-256 is not the one that was announced");
    }
  }

  private boolean queue(
      Import made,
      ImportType type,
      Received received,
      UUID ticket,
      Function<Taken, @Nullable Answer> answer)
      throws BusyException {
    var format = received.format();
    if (made.order().corrects() != null && type.mapped()) {
      format = format.withJsonCells();
    }
    String sha256 = String.valueOf(received.original().sha256());
    List<Uploads.NewChunk> chunks =
        received.chunks().stream()
            .map(chunk ->
                new Uploads.NewChunk(
                    ids.get(),
                    new Claim(
                        chunk.object(),
                        chunk.offset(),
                        chunk.length(),
                        chunk.firstRow(),
                        chunk.firstLine()),
                    chunk.rows()))
            .toList();
    ImportFile file =
        new ImportFile(
            received.original().key(),
            received.readable(),
            sha256,
            format.toJson(),
            received.rows(),
            chunks.stream().mapToLong(chunk -> chunk.claim().length()).sum());
    Taken taken = new Taken(made, sha256);
    if (!uploads.queue(made.id(), ticket, file, chunks, answer.apply(taken))) {
      throw new BusyException("the upload took too long between two of its bytes");
    }
    log.atInfo()
        .addKeyValue("import", made.id())
        .addKeyValue("rows", received.rows())
        .addKeyValue("chunks", chunks.size())
        .log("import queued");
    return true;
  }

  /** Stops an import, uploading or not; false where it is over already. */
  public boolean cancel(Import made) {
    boolean stopped = progression.cancel(made.id());
    if (stopped && made.status() == ImportStatus.UPLOADING) {
      deleteFiles(made.id());
    }
    return stopped;
  }

  /** Takes away all objects of an import. */
  void deleteFiles(UUID id) {
    String prefix = "imports/" + id + "/";
    for (var found = objects.list(prefix, null, 100);
        !found.isEmpty();
        found = objects.list(prefix, null, 100)) {
      found.forEach(object -> objects.delete(object.key()));
    }
  }
}
