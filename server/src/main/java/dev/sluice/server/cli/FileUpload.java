package dev.sluice.server.cli;

import dev.sluice.server.Mistake;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Sends a file by tus 1.0.0 in pieces, and takes up an upload of the same file that was left. */
final class FileUpload {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long PIECE = 32L << 20;
  private static final int TRIES = 40;
  private static final long LONGEST_WAIT = 5_000;

  private final Client client;
  private final Path file;
  private final Wish wish;
  private final ProgressLine progress;

  /**
   * What the file is to become.
   *
   * @param corrects the import whose rejected rows it has
   */
  record Wish(String type, @Nullable String tenant, boolean dryRun, @Nullable UUID corrects) {}

  FileUpload(Client client, Path file, Wish wish, ProgressLine progress) {
    this.client = client;
    this.file = file;
    this.wish = wish;
    this.progress = progress;
  }

  /** Returns the import's id once every byte is kept. */
  String send() throws IOException, InterruptedException {
    long size = Files.size(file);
    byte[] sha256 = sha256();
    String id = left(size, sha256);
    if (id == null) {
      id = announce(size, sha256);
    } else {
      System.err.println("resuming the upload of import " + id);
    }
    long offset = 0;
    int failures = 0;
    while (true) {
      try {
        offset = offset(id);
        if (size == 0) {
          append(id, 0, 0);
        }
        while (offset < size) {
          progress.bytes(offset, size);
          offset = append(id, offset, Math.min(PIECE, size - offset));
          failures = 0;
        }
        progress.bytes(size, size);
        return id;
      } catch (IOException e) {
        failures++;
        if (failures == 1) {
          System.err.println("sluice: the upload stands still, " + why(e) + Client.TRYING_AGAIN);
        }
        if (failures > TRIES) {
          throw new Mistake(
              "gave up at byte " + offset + ", " + why(e) + "; run it again to go on");
        }
        TimeUnit.MILLISECONDS.sleep(Math.min(LONGEST_WAIT, 200L << Math.min(failures, 6)));
      }
    }
  }

  private static String why(IOException e) {
    String message = e.getMessage();
    return message == null ? "no server answers" : message;
  }

  private byte[] sha256() throws IOException {
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      byte[] buffer = new byte[1 << 18];
      while (in.read(buffer) >= 0) {
        Thread.onSpinWait();
      }
      return ((DigestInputStream) in).getMessageDigest().digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** An upload of these very bytes that was left; null where there is none. */
  private @Nullable String left(long size, byte[] sha256) throws InterruptedException {
    String path =
        "/api/imports?status=uploading&limit=500&type="
            + URLEncoder.encode(wish.type(), StandardCharsets.UTF_8)
            + owner();
    JsonNode page = client.patiently(() -> client.get(path));
    for (JsonNode one : page.path("items").values()) {
      boolean same =
          one.path("sha256").asString("").equals(HexFormat.of().formatHex(sha256))
              && one.path("size").asLong(-1) == size
              && one.path("dryRun").asBoolean(false) == wish.dryRun()
              && one.path("corrects").asString("").equals(text(wish.corrects()));
      if (same) {
        return one.path("id").asString("");
      }
    }
    return null;
  }

  /** Narrows a list to the tenant that a new upload would be of; a correction's has one anyway. */
  private String owner() {
    if (wish.tenant() != null) {
      return "&tenant=" + URLEncoder.encode(wish.tenant(), StandardCharsets.UTF_8);
    }
    return wish.corrects() == null ? "&defaultTenant=true" : "";
  }

  private static String text(@Nullable UUID id) {
    return id == null ? "" : id.toString();
  }

  private String announce(long size, byte[] sha256) throws InterruptedException {
    ObjectNode order = JSON.createObjectNode();
    order.put("type", wish.type());
    order.put("fileName", file.getFileName().toString());
    order.put("size", size);
    order.put("digest", "sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":");
    if (wish.tenant() != null) {
      order.put("tenant", wish.tenant());
    }
    if (wish.dryRun()) {
      order.put("dryRun", true);
    }
    if (wish.corrects() != null) {
      order.put("corrects", text(wish.corrects()));
    }
    byte[] body = JSON.writeValueAsBytes(order);
    Map<String, String> headers =
        Map.of("Content-Type", "application/json", "Idempotency-Key", UUID.randomUUID().toString());
    JsonNode made = client.patiently(() -> client.post("/api/imports", body, headers));
    return made.path("id").asString("");
  }

  private static final Map<String, String> TUS = Map.of("Tus-Resumable", "1.0.0");

  private long offset(String id) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = client.exchange("HEAD", upload(id), BodyPublishers.noBody(), TUS);
    check(answer, id);
    return answer.headers().firstValueAsLong("Upload-Offset").orElse(0);
  }

  private long append(String id, long offset, long length)
      throws IOException, InterruptedException {
    Map<String, String> headers =
        Map.of(
            "Tus-Resumable",
            "1.0.0",
            "Content-Type",
            "application/offset+octet-stream",
            "Upload-Offset",
            Long.toString(offset));
    HttpResponse<byte[]> answer =
        client.exchange("PATCH", upload(id), piece(offset, length), headers);
    check(answer, id);
    return answer.headers().firstValueAsLong("Upload-Offset").orElse(offset);
  }

  private static String upload(String id) {
    return "/api/imports/" + id + "/upload";
  }

  /** What may pass by itself is an {@link IOException}, to be tried again. */
  private static void check(HttpResponse<byte[]> answer, String id) throws IOException {
    int status = answer.statusCode();
    if (status == 409 || status == 429 || status >= 500) {
      throw new IOException("HTTP " + status);
    }
    if (status >= 400) {
      throw new Mistake("the upload of import " + id + " was refused, HTTP " + status);
    }
  }

  private BodyPublisher piece(long offset, long length) {
    if (length == 0) {
      return BodyPublishers.noBody();
    }
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(() -> new FilePiece(file, offset, length)), length);
  }

  /** A range of the file. */
  private static final class FilePiece extends InputStream {
    private final InputStream in;
    private long left;

    FilePiece(Path file, long offset, long length) {
      try {
        in = Files.newInputStream(file);
        in.skipNBytes(offset);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(into, offset, (int) Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
