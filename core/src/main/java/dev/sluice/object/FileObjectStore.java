package dev.sluice.object;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Objects as files of a folder, each under its key ({@link FileNames}), so that people find them.
 * What is known of them lies in {@code .sluice} beside them. Any number of processes may share the
 * folder; files that others put into it are objects too, without a hash.
 *
 * <p>Two keys that would make one path both file and folder ({@code a} and {@code a/b}) cannot both
 * be there: the second is refused. Symbolic links below the folder are not followed.
 */
public final class FileObjectStore implements ObjectStore, AutoCloseable {
  private final Folder folder;
  private final Descriptions descriptions;
  private final InstantSource clock;

  private FileObjectStore(Folder folder, InstantSource clock) {
    this.folder = folder;
    this.descriptions = new Descriptions(folder);
    this.clock = clock;
  }

  /**
   * Makes the folder where there is none, and clears away what writers that died left behind.
   *
   * @param clock for when an object was committed
   */
  public static FileObjectStore open(Path folder, InstantSource clock) {
    try {
      return new FileObjectStore(Folder.open(folder), clock);
    } catch (IOException e) {
      throw FileFaults.of(e);
    }
  }

  @Override
  public ObjectWriter create(String key, Map<String, String> metadata) {
    Path target = folder.path(key);
    try {
      return new FileObjectWriter(folder, descriptions, clock, key, target, metadata);
    } catch (IOException e) {
      throw FileFaults.of(e);
    }
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    return stat(key, folder.path(key));
  }

  private Optional<StoredObject> stat(String key, Path path) {
    try {
      folder.requireNoLinks(path);
      BasicFileAttributes file = Folder.attributes(path);
      return file.isRegularFile()
          ? Optional.of(descriptions.describe(key, file))
          : Optional.empty();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw FileFaults.of(e);
    }
  }

  @Override
  public InputStream read(String key, long offset, long length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("a range starts and ends at or after 0");
    }
    Path path = folder.path(key);
    try {
      folder.requireNoLinks(path);
      if (!Folder.attributes(path).isRegularFile()) {
        throw new NoSuchObjectException();
      }
      SeekableByteChannel channel =
          Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
      channel.position(offset);
      return new RangeStream(Channels.newInputStream(channel), length);
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw new NoSuchObjectException();
    } catch (IOException e) {
      throw FileFaults.of(e);
    }
  }

  @Override
  public List<StoredObject> list(String prefix, @Nullable String after, int limit) {
    try {
      return new FileListing(folder, descriptions, prefix, after, limit).read();
    } catch (IOException e) {
      throw FileFaults.of(e);
    }
  }

  @Override
  public boolean delete(String key) {
    Path path = folder.path(key);
    Optional<StoredObject> before = stat(key, path);
    if (before.isEmpty()) {
      return false;
    }
    try {
      boolean deleted = Files.deleteIfExists(path);
      descriptions.forget(before.get());
      folder.prune(path.getParent());
      return deleted;
    } catch (IOException e) {
      throw FileFaults.of(e);
    }
  }

  /** Lets go of the folder; objects under way are lost. */
  @Override
  public void close() {
    try {
      folder.close();
    } catch (IOException e) {
      throw FileFaults.of(e);
    }
  }
}
