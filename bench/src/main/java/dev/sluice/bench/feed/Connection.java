package dev.sluice.bench.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One keep-alive connection with at most one request under way. */
final class Connection {
  private static final byte[] LENGTH = "Content-Length: ".getBytes(US_ASCII);
  private static final byte[] END = "\r\n\r\n".getBytes(US_ASCII);

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
  private long due;

  Connection(SocketAddress server, Selector selector) throws IOException {
    channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** When the request under way was due, which is where its latency starts. */
  long due() {
    return due;
  }

  void send(ByteBuffer request, long dueAt) throws IOException {
    due = dueAt;
    while (request.hasRemaining()) {
      if (channel.write(request) == 0) {
        Thread.onSpinWait();
      }
    }
  }

  /** The status of the answer, or 0 while it is not complete. */
  int receive() throws IOException {
    if (channel.read(in) < 0) {
      throw new EOFException("the server closed the connection");
    }
    int headEnd = find(END, 0);
    if (headEnd < 0) {
      return 0;
    }
    if (in.position() < headEnd + END.length + contentLength(headEnd)) {
      return 0;
    }
    int status = (in.get(9) - '0') * 100 + (in.get(10) - '0') * 10 + in.get(11) - '0';
    in.clear();
    return status;
  }

  private int contentLength(int headEnd) throws IOException {
    int at = find(LENGTH, 0);
    if (at < 0 || at > headEnd) {
      throw new IOException("an answer without Content-Length");
    }
    int length = 0;
    for (int i = at + LENGTH.length; in.get(i) >= '0' && in.get(i) <= '9'; i++) {
      length = length * 10 + in.get(i) - '0';
    }
    return length;
  }

  private int find(byte[] wanted, int from) {
    outer:
    for (int i = from; i + wanted.length <= in.position(); i++) {
      for (int j = 0; j < wanted.length; j++) {
        if (in.get(i + j) != wanted[j]) {
          continue outer;
        }
      }
      return i;
    }
    return -1;
  }
}
