package dev.sluice.server.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tus.java.client.TusClient;
import io.tus.java.client.TusURLMemoryStore;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Resumable uploads, with the tus project's own Java client. */
class TusTest {
  private static People people;

  @BeforeAll
  static void start() {
    people = new People();
  }

  @AfterAll
  static void stop() {
    people.close();
  }

  private static TusUpload upload(byte[] file) {
    TusUpload upload = new TusUpload();
    upload.setInputStream(new ByteArrayInputStream(file));
    upload.setSize(file.length);
    upload.setFingerprint("file-" + file.length);
    upload.setMetadata(Map.of("type", "people-log", "filename", "people.csv"));
    return upload;
  }

  @Test
  void a_real_client_goes_on_where_it_was_interrupted() throws Exception {
    byte[] file = People.rows(1, 3_000).getBytes(StandardCharsets.UTF_8);
    TusClient client = new TusClient();
    client.setUploadCreationURL(URI.create(people.server().url() + "/api/imports").toURL());
    client.enableResuming(new TusURLMemoryStore());
    TusUploader first = client.createUpload(upload(file));
    first.setChunkSize(10_000);
    first.uploadChunk();
    first.uploadChunk();
    String id = first.getUploadURL().getPath().split("/", -1)[3];
    first.finish();
    assertEquals("uploading", people.show(id).path("status").asString());

    TusUploader second = client.resumeUpload(upload(file));
    assertEquals(20_000, second.getOffset(), "it goes on where it was");
    assertEquals(first.getUploadURL(), second.getUploadURL());
    second.setChunkSize(50_000);
    while (second.uploadChunk() > -1) {
      assertTrue(second.getOffset() <= file.length);
    }
    second.finish();

    JsonNode one = people.ended(id);
    assertEquals("completed", one.path("status").asString(), one.toString());
    assertEquals(3_000, one.path("books").path("stored").asInt());
    assertEquals("people.csv", one.path("fileName").asString());
    people.audit();
  }

  private static HttpResponse<String> call(String method, String path, String body, String... more)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(people.server().url() + path))
            .method(method, BodyPublishers.ofString(body))
            .header("Tus-Resumable", "1.0.0");
    for (int i = 0; i < more.length; i += 2) {
      request.header(more[i], more[i + 1]);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private static String created(long size) throws Exception {
    HttpResponse<String> made =
        call(
            "POST",
            "/api/imports",
            "",
            "Upload-Length",
            Long.toString(size),
            "Upload-Metadata",
            "type cGVvcGxlLWxvZw==");
    assertEquals(201, made.statusCode(), made.body());
    return made.headers().firstValue("Location").orElseThrow();
  }

  @Test
  void a_piece_must_begin_where_the_file_ends() throws Exception {
    String location = created(20);
    String[] headers = {"Content-Type", "application/offset+octet-stream", "Upload-Offset", "0"};
    assertEquals(204, call("PATCH", location, "id,name", headers).statusCode());
    HttpResponse<String> again = call("PATCH", location, "id,name", headers);
    assertEquals(409, again.statusCode());
    assertEquals("7", again.headers().firstValue("Upload-Offset").orElse(""));
    HttpResponse<String> head = call("HEAD", location, "");
    assertEquals("7", head.headers().firstValue("Upload-Offset").orElse(""));
    assertEquals("20", head.headers().firstValue("Upload-Length").orElse(""));
    assertEquals(204, call("DELETE", location, "").statusCode());
    assertEquals(410, call("HEAD", location, "").statusCode());
  }

  @Test
  void a_whole_file_that_cannot_be_taken_fails_its_import() throws Exception {
    String location = created(8);
    String[] headers = {"Content-Type", "application/offset+octet-stream", "Upload-Offset", "0"};
    assertEquals(204, call("PATCH", location, "a,b\n1,2\n", headers).statusCode());
    JsonNode one = people.ended(location.split("/", -1)[3]);
    assertEquals("failed", one.path("status").asString());
    assertEquals("unknown-column", one.path("problem").path("code").asString(), one.toString());
  }

  @Test
  void other_versions_and_types_are_refused() throws Exception {
    String location = created(20);
    assertEquals(
        415,
        call("PATCH", location, "x", "Content-Type", "text/csv", "Upload-Offset", "0")
            .statusCode());
    HttpRequest old =
        HttpRequest.newBuilder(URI.create(people.server().url() + location))
            .method("HEAD", BodyPublishers.noBody())
            .header("Tus-Resumable", "0.2.0")
            .build();
    var answer = HttpClient.newHttpClient().send(old, BodyHandlers.discarding());
    assertEquals(412, answer.statusCode());
    assertEquals("1.0.0", answer.headers().firstValue("Tus-Version").orElse(""));
  }

  @Test
  void a_file_of_nothing_is_whole_when_it_is_made() throws Exception {
    String id = created(0).split("/", -1)[3];
    JsonNode one = people.show(id);
    assertEquals("failed", one.path("status").asString(), one.toString());
    assertEquals("empty-file", one.path("problem").path("code").asString());
  }

  @Test
  void a_client_that_cannot_send_patch_says_so_in_a_header() throws Exception {
    String location = created(20);
    String[] piece = {"Content-Type", "application/offset+octet-stream", "Upload-Offset", "0"};
    String[] headers = {piece[0], piece[1], piece[2], piece[3], "X-HTTP-Method-Override", "PATCH"};
    HttpResponse<String> sent = call("POST", location, "id,name", headers);
    assertEquals(204, sent.statusCode(), sent.body());
    assertEquals("7", sent.headers().firstValue("Upload-Offset").orElse(""));
    HttpResponse<String> unknown = call("POST", location, "", "X-HTTP-Method-Override", "MADEUP");
    assertEquals(405, unknown.statusCode(), unknown.body());
  }
}
