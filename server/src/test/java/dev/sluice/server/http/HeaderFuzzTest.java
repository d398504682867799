package dev.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever bytes a header holds, it lets nobody in and breaks nothing. */
class HeaderFuzzTest {
  private static final String[] NAMES = {
    "X-API-Key", "Authorization", "Origin", "X-Correlation-Id"
  };

  @Test
  void no_header_lets_anybody_in() throws IOException {
    try (TestServer server = TestServer.start(true, "")) {
      String good = new Keyed(server).key("default", "read");
      Random random = new Random(20260301);
      for (int i = 0; i < 400; i++) {
        String answer = raw(server, NAMES[i % NAMES.length], mutated(good, i, random));
        String status = answer.substring(0, Math.min(12, answer.length()));
        assertTrue(
            status.equals("HTTP/1.1 401")
                || status.equals("HTTP/1.1 400")
                || status.equals("HTTP/1.1 431"),
            i + ": " + answer);
        // Who sends its key as a correlation id gets it back as one.
        boolean echoed = NAMES[i % NAMES.length].equals("X-Correlation-Id");
        assertTrue(echoed || !answer.contains(good), answer);
        assertFalse(answer.contains("Exception"), answer);
      }
      assertEquals(200, server.get("/api/orders", "X-API-Key", good).status());
    }
  }

  private static byte[] mutated(String good, int i, Random random) {
    byte[] bytes = good.getBytes(StandardCharsets.US_ASCII);
    switch (i / NAMES.length % 5) {
      case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> random.nextBytes(bytes);
      case 2 -> {
        bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      case 3 -> {
        bytes = java.util.Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(20_000));
        java.util.Arrays.fill(bytes, good.length(), bytes.length, (byte) 'A');
      }
      default -> {
        byte[] prefix = "Bearer ".getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[prefix.length + bytes.length];
        System.arraycopy(prefix, 0, all, 0, prefix.length);
        System.arraycopy(bytes, 0, all, prefix.length, bytes.length);
        bytes = all;
      }
    }
    return bytes;
  }

  private static String raw(TestServer server, String name, byte[] value) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(
        ("GET /api/orders HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + name + ": ")
            .getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(value);
    request.writeBytes("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    URI url = URI.create(server.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.getOutputStream().write(request.toByteArray());
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
