package dev.sluice.file;

import dev.sluice.object.NoSuchObjectException;
import dev.sluice.object.ObjectStore;
import dev.sluice.object.ObjectWriter;
import dev.sluice.object.StoredObject;
import dev.sluice.run.BackendException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * Takes a file in: stores it as sent, recognises it and cuts it, all in one pass of a stream. What
 * is wrong with a file as a whole is found here, and then nothing of it is stored.
 */
public final class Intake {
  private final ObjectStore store;
  private final FileLimits limits;
  private final Path scratch;

  /**
   * @param scratch a folder for what only random access can read; emptied again
   */
  public Intake(ObjectStore store, FileLimits limits, Path scratch) {
    this.store = store;
    this.limits = limits;
    this.scratch = scratch;
  }

  /**
   * Stores and cuts a file while it arrives.
   *
   * @param originalKey of the file as sent
   * @param copyKey of the copy that is made where the original cannot be cut
   * @throws FileProblemException if the file cannot be taken; nothing is stored
   * @throws IOException only where {@code content} throws it; nothing is stored
   */
  public Received receive(
      InputStream content,
      Declared declared,
      ExpectedColumns expected,
      String originalKey,
      String copyKey)
      throws IOException, FileProblemException {
    try (ObjectWriter writer = store.create(originalKey, Map.of())) {
      Tee tee = new Tee(content, writer, limits);
      FileScan.Found found = scan(tee, declared, expected, originalKey, copyKey);
      StoredObject original;
      try {
        tee.drain();
        original = writer.commit();
      } catch (IOException | RuntimeException e) {
        discard(found, originalKey);
        throw e;
      }
      return received(found, original);
    } catch (ProblemInStream e) {
      throw e.problem();
    }
  }

  /**
   * Cuts a file that is stored already, such as one that came by a resumable upload. It stays as it
   * is, whatever is wrong with it.
   *
   * @throws dev.sluice.object.NoSuchObjectException if there is none
   */
  public Received receiveStored(
      String originalKey, Declared declared, ExpectedColumns expected, String copyKey)
      throws FileProblemException {
    StoredObject original = store.stat(originalKey).orElseThrow(NoSuchObjectException::new);
    try (InputStream content = store.read(originalKey)) {
      Tee tee = new Tee(content, null, limits);
      return received(scan(tee, declared, expected, originalKey, copyKey), original);
    } catch (ProblemInStream e) {
      throw e.problem();
    } catch (IOException e) {
      throw new BackendException(
          BackendException.Kind.TRANSIENT, "an upload could not be read whole", e);
    }
  }

  private FileScan.Found scan(
      Tee tee, Declared declared, ExpectedColumns expected, String originalKey, String copyKey)
      throws IOException, FileProblemException {
    return new FileScan(store, limits, scratch, declared, expected, originalKey, copyKey).read(tee);
  }

  private void discard(FileScan.Found found, String originalKey) {
    if (!found.readable().equals(originalKey)) {
      store.delete(found.readable());
    }
  }

  private static Received received(FileScan.Found found, StoredObject original) {
    return new Received(found.format(), original, found.readable(), found.rows(), found.chunks());
  }
}
