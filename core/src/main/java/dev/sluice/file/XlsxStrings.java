package dev.sluice.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamException;

/**
 * The texts that cells of a spreadsheet refer to by number, kept in a scratch file: there may be
 * millions. Cells refer to them more or less in order, so that a few blocks in memory serve most.
 */
final class XlsxStrings implements AutoCloseable {
  private static final int BLOCK = 64;
  private static final int CHARACTERS_IN_MEMORY = 4 << 20;

  private final Path file;
  private final Map<Integer, String[]> blocks = new LinkedHashMap<>(64, 0.75f, true);
  private final RandomAccessFile random;
  private long[] offsets = new long[64];
  private int count;
  private int inMemory;

  private XlsxStrings(Path file) throws IOException {
    this.file = file;
    this.random = new RandomAccessFile(file.toFile(), "r");
  }

  static XlsxStrings in(Path scratch) throws IOException {
    return new XlsxStrings(Files.createTempFile(scratch, "strings", ".bin"));
  }

  void read(InputStream in) throws XMLStreamException, IOException {
    Xml xml = new Xml(in);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 64 * 1024))) {
      long offset = 0;
      while (xml.next()) {
        if (!xml.starts("si")) {
          continue;
        }
        byte[] text = text(xml, "si").getBytes(UTF_8);
        if (count % BLOCK == 0) {
          if (count / BLOCK == offsets.length) {
            offsets = Arrays.copyOf(offsets, offsets.length * 2);
          }
          offsets[count / BLOCK] = offset;
        }
        out.writeInt(text.length);
        out.write(text);
        offset += 4L + text.length;
        count++;
      }
    }
  }

  /**
   * The runs of a text, up to the end of the element that holds them; how it sounds is left out.
   */
  static String text(Xml xml, String element) throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    int sounds = 0;
    while (xml.next() && !xml.ends(element)) {
      if (xml.starts("rPh")) {
        sounds++;
      } else if (xml.ends("rPh")) {
        sounds--;
      } else if (sounds == 0 && xml.starts("t")) {
        text.append(xml.text());
      }
    }
    return unescaped(text.toString());
  }

  /** {@code _x000D_} is a character that XML cannot hold (ECMA-376, part 1, 22.4.2.4). */
  static String unescaped(String text) {
    int at = text.indexOf("_x");
    if (at < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    int from = 0;
    while (at >= 0) {
      boolean escape =
          at + 7 <= text.length()
              && text.charAt(at + 6) == '_'
              && text.substring(at + 2, at + 6).matches("[0-9A-Fa-f]{4}");
      if (escape) {
        plain.append(text, from, at);
        plain.append((char) Integer.parseInt(text.substring(at + 2, at + 6), 16));
        from = at + 7;
      }
      at = text.indexOf("_x", escape ? from : at + 2);
    }
    return plain.append(text, from, text.length()).toString();
  }

  /** Throws {@link IndexOutOfBoundsException} where there is no such text. */
  String get(int index) throws IOException {
    if (index < 0 || index >= count) {
      throw new IndexOutOfBoundsException(index);
    }
    String[] block = blocks.get(index / BLOCK);
    return (block == null ? load(index / BLOCK) : block)[index % BLOCK];
  }

  private String[] load(int number) throws IOException {
    String[] block = new String[Math.min(BLOCK, count - number * BLOCK)];
    random.seek(offsets[number]);
    long end = (number + 1) * BLOCK < count ? offsets[number + 1] : random.length();
    byte[] bytes = new byte[Math.toIntExact(end - offsets[number])];
    random.readFully(bytes);
    java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(bytes);
    for (int i = 0; i < block.length; i++) {
      int length = buffer.getInt();
      block[i] = new String(bytes, buffer.position(), length, UTF_8);
      buffer.position(buffer.position() + length);
    }
    blocks.put(number, block);
    inMemory += size(block);
    Iterator<String[]> oldest = blocks.values().iterator();
    while (inMemory > CHARACTERS_IN_MEMORY && blocks.size() > 1) {
      inMemory -= size(oldest.next());
      oldest.remove();
    }
    return block;
  }

  private static int size(String[] block) {
    int size = 0;
    for (String text : block) {
      size += text.length();
    }
    return size;
  }

  @Override
  public void close() throws IOException {
    random.close();
    Files.deleteIfExists(file);
  }
}
