package dev.sluice.object;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Writes beside, then moves into place. */
final class FileObjectWriter implements ObjectWriter {
  private final Folder folder;
  private final Descriptions descriptions;
  private final InstantSource clock;
  private final String key;
  private final Path target;
  private final Path temporary;
  private final Map<String, String> metadata;
  private final FileChannel channel;
  private final MessageDigest sha256 = Hashes.sha256();
  private final CRC32C crc32c = new CRC32C();
  private long size;

  FileObjectWriter(
      Folder folder,
      Descriptions descriptions,
      InstantSource clock,
      String key,
      Path target,
      Map<String, String> metadata)
      throws IOException {
    this.folder = folder;
    this.descriptions = descriptions;
    this.clock = clock;
    this.key = key;
    this.target = target;
    this.metadata = Metadata.check(metadata);
    this.temporary = folder.temporary();
    this.channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw FileFaults.of(e);
    }
    sha256.update(bytes, offset, length);
    crc32c.update(bytes, offset, length);
    size += length;
  }

  @Override
  public StoredObject commit() {
    return commit(true).orElseThrow();
  }

  @Override
  public Optional<StoredObject> commitIfAbsent() {
    return commit(false);
  }

  private Optional<StoredObject> commit(boolean replace) {
    try {
      StoredObject object = finish();
      descriptions.write(object);
      @Nullable StoredObject before = replace ? replaced() : null;
      boolean placed;
      try {
        placed = place(replace);
      } catch (IOException e) {
        descriptions.forget(object);
        throw e;
      }
      if (!placed) {
        descriptions.forget(object);
        return Optional.empty();
      }
      if (before != null) {
        descriptions.forget(before);
      }
      return Optional.of(object);
    } catch (IOException e) {
      throw FileFaults.of(e);
    } finally {
      close();
    }
  }

  private boolean place(boolean replace) throws IOException {
    if (!replace) {
      return folder.moveIfAbsent(temporary, target);
    }
    if (Files.isDirectory(target)) {
      throw FileFaults.conflict(new FileSystemException(""));
    }
    folder.move(temporary, target);
    return true;
  }

  /** The content is durable, and its time tells it from every other under its key. */
  private StoredObject finish() throws IOException {
    channel.force(true);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant unique = now.plusNanos(ThreadLocalRandom.current().nextInt(1_000));
    Files.setLastModifiedTime(temporary, FileTime.from(unique));
    Instant kept = Files.getLastModifiedTime(temporary).toInstant();
    channel.force(true);
    return new StoredObject(
        key,
        size,
        HexFormat.of().formatHex(sha256.digest()),
        HexFormat.of().toHexDigits((int) crc32c.getValue()),
        kept,
        Descriptions.version(kept, size),
        metadata);
  }

  private @Nullable StoredObject replaced() {
    try {
      return descriptions.describe(key, Folder.attributes(target));
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw FileFaults.of(e);
    }
  }
}
