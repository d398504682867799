package dev.sluice.object;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a file cannot say of itself, in a small file per version of an object. It is written before
 * the object appears and is found by the object's time and size, so that the two cannot be
 * mismatched by a crash or by two writers.
 */
final class Descriptions {
  private static final JsonMapper JSON = new JsonMapper();

  private final Folder folder;

  Descriptions(Folder folder) {
    this.folder = folder;
  }

  static String version(Instant modified, long size) {
    return modified.getEpochSecond() + "." + modified.getNano() + "." + size;
  }

  private Path path(String key, String version) {
    String hash = HexFormat.of().formatHex(Hashes.sha256().digest(key.getBytes(UTF_8)), 0, 20);
    return folder.own("about").resolve(hash.substring(0, 2)).resolve(hash + "." + version);
  }

  StoredObject describe(String key, BasicFileAttributes file) throws IOException {
    Instant modified = file.lastModifiedTime().toInstant();
    String version = version(modified, file.size());
    try {
      JsonNode json = JSON.readTree(Files.readAllBytes(path(key, version)));
      Map<String, String> metadata = new HashMap<>();
      json.path("metadata").forEachEntry((name, value) -> metadata.put(name, value.asString()));
      return new StoredObject(
          key,
          file.size(),
          json.required("sha256").asString(),
          json.required("crc32c").asString(),
          modified,
          version,
          metadata);
    } catch (NoSuchFileException | JacksonException e) {
      return new StoredObject(key, file.size(), null, null, modified, version, Map.of());
    }
  }

  void write(StoredObject object) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("key", object.key());
    json.put("sha256", object.sha256());
    json.put("crc32c", object.crc32c());
    ObjectNode metadata = json.putObject("metadata");
    object.metadata().forEach(metadata::put);
    Path temporary = folder.temporary();
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(json));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    folder.move(temporary, path(object.key(), object.version()));
  }

  void forget(StoredObject object) throws IOException {
    Files.deleteIfExists(path(object.key(), object.version()));
  }
}
