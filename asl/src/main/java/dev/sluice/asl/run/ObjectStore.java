package dev.sluice.asl.run;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The S3-like side of a distributed Map: where items are read from and results written to. */
public interface ObjectStore {
  /** Throws {@link java.io.FileNotFoundException} where there is no such object. */
  byte[] get(String bucket, String key) throws IOException;

  /** Objects whose key starts with the prefix, in key order. */
  List<Entry> list(String bucket, String prefix) throws IOException;

  void put(String bucket, String key, byte[] content) throws IOException;

  /** One object of a listing. */
  record Entry(String key, String etag, long size, Instant lastModified, String storageClass) {}
}
