package dev.sluice.asl.run;

import java.io.FileNotFoundException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Objects in memory. Thread-safe. */
public final class MemoryObjects implements ObjectStore {
  private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();

  @Override
  public byte[] get(String bucket, String key) throws FileNotFoundException {
    byte[] content = objects.get(bucket + "/" + key);
    if (content == null) {
      throw new FileNotFoundException("s3://" + bucket + "/" + key);
    }
    return content;
  }

  @Override
  public List<Entry> list(String bucket, String prefix) {
    String start = bucket + "/" + prefix;
    return objects.entrySet().stream()
        .filter(e -> e.getKey().startsWith(start))
        .map(e ->
            new Entry(
                e.getKey().substring(bucket.length() + 1),
                etag(e.getValue()),
                e.getValue().length,
                Instant.EPOCH,
                "STANDARD"))
        .toList();
  }

  @Override
  public void put(String bucket, String key, byte[] content) {
    objects.put(bucket + "/" + key, content);
  }

  private static String etag(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(content);
      return "\"" + HexFormat.of().formatHex(digest) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
