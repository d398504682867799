package dev.sluice.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
  private static TestServer server;

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void send_delivers_ndjson_and_arrays_and_lists_what_was_rejected() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 1_200; i++) {
      lines.append(TestServer.order("s" + i, 1)).append('\n');
    }
    Path good = file("good.ndjson", lines.toString());
    Path mixed =
        file(
            "mixed.json",
            "[" + TestServer.order("s0", 1) + ",\n" + TestServer.order("s1", 0) + "\n]");

    Outcome first =
        Outcome.of("send", good.toString(), "--feed", "partner-a", "--url", server.url());
    Outcome again =
        Outcome.of("send", good.toString(), "--feed", "partner-a", "--url", server.url());
    Outcome bad =
        Outcome.of("send", mixed.toString(), "--feed", "partner-a", "--url", server.url());

    assertEquals("sent 1200: stored 1200, duplicate 0, rejected 0\n", first.out(), first.err());
    assertEquals(0, first.code());
    assertEquals("sent 1200: stored 0, duplicate 1200, rejected 0\n", again.out());
    assertEquals(0, again.code());
    assertEquals("sent 2: stored 0, duplicate 1, rejected 1\n", bad.out());
    assertTrue(bad.err().contains("\nrecord 2: minimum quantity: "), bad.err());
    assertEquals(1, bad.code());
  }

  @Test
  void send_reads_gzip_by_its_first_bytes() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      for (int i = 0; i < 3; i++) {
        gzip.write((TestServer.order("z" + i, 1) + "\n").getBytes(UTF_8));
      }
    }
    byte[] bytes = packed.toByteArray();
    Path whole = Files.write(folder.resolve("good.ndjson.gz"), bytes);
    Path part = Files.write(folder.resolve("part"), Arrays.copyOf(bytes, bytes.length - 9));
    // A second member, cut in its header: the JDK's stream takes such a file for whole.
    Path second = Files.write(folder.resolve("second"), bytes);
    Files.write(second, Arrays.copyOf(bytes, 5), APPEND);

    Outcome good =
        Outcome.of("send", whole.toString(), "--feed", "partner-a", "--url", server.url());
    Outcome cut = Outcome.of("send", part.toString(), "--feed", "partner-a", "--url", server.url());

    assertEquals("sent 3: stored 3, duplicate 0, rejected 0\n", good.out(), good.err());
    assertEquals(0, good.code());
    assertEquals(1, cut.code());
    assertTrue(cut.err().contains("is not whole gzip"), cut.err());
    Outcome later =
        Outcome.of("send", second.toString(), "--feed", "partner-a", "--url", server.url());
    assertEquals(1, later.code());
    assertTrue(later.err().contains("is not whole gzip"), later.err());
  }

  @Test
  void audit_books_says_so_when_they_balance() {
    Outcome outcome = Outcome.of("audit", "books", "--url", server.url());

    assertEquals("books balanced\n", outcome.out());
    assertEquals(0, outcome.code());
  }

  @Test
  void validate_prints_each_mistake_with_its_place() throws IOException {
    file("wrong.yaml", "feed: x\ndatset: orders\n");
    Outcome outcome = Outcome.of("validate", "--definitions", folder.toString());

    assertEquals(1, outcome.code());
    assertTrue(outcome.out().contains("wrong.yaml:2:1: "), outcome.out());
  }

  @Test
  void a_mistake_is_one_line() {
    for (String[] arguments :
        new String[][] {
          {"serve", "--prot", "1"},
          {"srve"},
          {"serve", "--no-auth", "--host", "0.0.0.0"},
          {"serve", "--data", folder.resolve("x").toString(), "--definitions", "/nowhere"},
          {"send", "/nowhere", "--feed", "partner-a"},
          {"send", "/nowhere"},
          {"audit", "books", "--url", "http://127.0.0.1:1"},
          {"audit"}
        }) {
      Outcome outcome = Outcome.of(arguments);
      assertTrue(outcome.code() != 0);
      assertEquals("", outcome.out());
      assertEquals(1, outcome.err().lines().count(), outcome.err());
    }
  }

  @Test
  void a_process_that_serves_nothing_over_http_is_ready_without_an_address() {
    assertTrue(ServeCommand.ready("").matches("ready in [0-9.]+ s"), ServeCommand.ready(""));
    String url = "http://127.0.0.1:1";
    assertTrue(ServeCommand.ready(url).startsWith("ready " + url + " in "));
  }
}
