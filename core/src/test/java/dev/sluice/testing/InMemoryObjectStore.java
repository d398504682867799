package dev.sluice.testing;

import dev.sluice.object.NoSuchObjectException;
import dev.sluice.object.ObjectKey;
import dev.sluice.object.ObjectStore;
import dev.sluice.object.ObjectWriter;
import dev.sluice.object.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Objects in memory; passes the contract. */
public final class InMemoryObjectStore implements ObjectStore {
  private final ConcurrentSkipListMap<String, Held> objects =
      new ConcurrentSkipListMap<>(ObjectKey::compare);
  private final AtomicLong versions = new AtomicLong();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Held(StoredObject object, byte[] bytes) {}

  @Override
  public ObjectWriter create(String key, Map<String, String> metadata) {
    ObjectKey.check(key);
    return new Writer(key, ObjectStore.checkMetadata(metadata));
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    ObjectKey.check(key);
    return Optional.ofNullable(objects.get(key)).map(Held::object);
  }

  @Override
  public InputStream read(String key, long offset, long length) {
    ObjectKey.check(key);
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("a range starts and ends at or after 0");
    }
    Held held = objects.get(key);
    if (held == null) {
      throw new NoSuchObjectException();
    }
    int from = (int) Math.min(offset, held.bytes().length);
    int size = (int) Math.min(length, held.bytes().length - from);
    return new ByteArrayInputStream(held.bytes(), from, size);
  }

  @Override
  public List<StoredObject> list(String prefix, @Nullable String after, int limit) {
    List<StoredObject> found = new ArrayList<>();
    for (Held held : objects.values()) {
      String key = held.object().key();
      boolean later = after == null || ObjectKey.compare(key, after) > 0;
      if (found.size() < limit && later && key.startsWith(prefix)) {
        found.add(held.object());
      }
    }
    return found;
  }

  @Override
  public boolean delete(String key) {
    ObjectKey.check(key);
    return objects.remove(key) != null;
  }

  private final class Writer implements ObjectWriter {
    private final String key;
    private final Map<String, String> metadata;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Writer(String key, Map<String, String> metadata) {
      this.key = key;
      this.metadata = metadata;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      this.bytes.write(bytes, offset, length);
    }

    @Override
    public StoredObject commit() {
      Held held = held();
      objects.put(key, held);
      return held.object();
    }

    @Override
    public Optional<StoredObject> commitIfAbsent() {
      Held held = held();
      return objects.putIfAbsent(key, held) == null ? Optional.of(held.object()) : Optional.empty();
    }

    private Held held() {
      byte[] all = bytes.toByteArray();
      CRC32C crc = new CRC32C();
      crc.update(all);
      return new Held(
          new StoredObject(
              key,
              all.length,
              sha256(all),
              HexFormat.of().toHexDigits((int) crc.getValue()),
              Instant.now(),
              Long.toString(versions.incrementAndGet()),
              metadata),
          all);
    }

    @Override
    public void close() {}
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
