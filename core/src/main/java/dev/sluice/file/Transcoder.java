package dev.sluice.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads a text of any charset as UTF-8; bytes that are no text are a problem of the file. */
final class Transcoder extends InputStream {
  private final InputStream in;
  private final CharsetDecoder decoder;
  private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
  private final ByteBuffer source = ByteBuffer.allocate(32 * 1024).flip();
  private final CharBuffer characters = CharBuffer.allocate(32 * 1024).flip();
  private final ByteBuffer utf8 = ByteBuffer.allocate(32 * 1024).flip();
  private boolean sourceEnded;
  private boolean decoded;
  private long line = 1;

  Transcoder(InputStream in, Charset charset) {
    this.in = in;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!utf8.hasRemaining()) {
      if (!characters.hasRemaining() && decoded) {
        return -1;
      }
      decode();
      encode();
    }
    int count = Math.min(length, utf8.remaining());
    utf8.get(bytes, offset, count);
    return count;
  }

  private void decode() throws IOException {
    if (decoded) {
      return;
    }
    source.compact();
    if (!sourceEnded) {
      int read = in.read(source.array(), source.position(), source.remaining());
      sourceEnded = read < 0;
      source.position(source.position() + Math.max(read, 0));
    }
    source.flip();
    characters.compact();
    int from = characters.position();
    CoderResult result = decoder.decode(source, characters, sourceEnded);
    for (int i = from; i < characters.position(); i++) {
      line += characters.array()[i] == '\n' ? 1 : 0;
    }
    characters.flip();
    if (result.isError()) {
      throw problem();
    }
    decoded = sourceEnded && !source.hasRemaining();
  }

  private void encode() throws IOException {
    utf8.compact();
    CoderResult result = encoder.encode(characters, utf8, decoded);
    utf8.flip();
    if (result.isError()) {
      throw problem();
    }
  }

  private ProblemInStream problem() {
    return new ProblemInStream(
        new FileProblemException(
            "encoding",
            line,
            "the file is not in the encoding that it seems to have, "
                + decoder.charset().name()
                + ": save it as UTF-8"));
  }
}
