package dev.sluice.bench.live;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens WebSockets that watch a topic and read nothing after their first message, says so in a
 * line, and holds them until its input ends.
 *
 * <p>Arguments: {@code PORT SOCKETS TOPICS}.
 */
public final class IdleSockets {
  private IdleSockets() {}

  @SuppressWarnings("SystemOut") // the script reads it
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    List<Socket> sockets = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      sockets.add(open(port, arguments[2]));
    }
    System.out.printf("open %d in %d ms%n", count, (System.nanoTime() - start) / 1_000_000);
    System.in.transferTo(OutputStream.nullOutputStream());
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** Returns when the first message has come. */
  private static Socket open(int port, String topics) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    String request =
        "GET /api/live?topics="
            + topics
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    InputStream in = new BufferedInputStream(socket.getInputStream(), 512);
    int ends = 0;
    StringBuilder head = new StringBuilder();
    while (ends < 4) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("refused: " + head);
      }
      head.append((char) next);
      ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : 0;
    }
    if (!head.toString().startsWith("HTTP/1.1 101")) {
      throw new IOException("refused: " + head);
    }
    if (in.read() != 0x81) {
      throw new IOException("no text came first");
    }
    return socket;
  }
}
