package dev.sluice.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/** The rows of a sheet as CSV, made as they are read. Rows shorter than the first are filled up. */
final class XlsxCsv extends InputStream {
  private static final int ENOUGH = 32 * 1024;

  private final XlsxRows rows;
  private final InputStream owner;
  private byte[] bytes = {};
  private int position;
  private int columns = -1;

  /**
   * @param owner closed with this
   */
  XlsxCsv(XlsxRows rows, InputStream owner) {
    this.rows = rows;
    this.owner = owner;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (position == bytes.length && !fill()) {
      return -1;
    }
    int count = Math.min(length, bytes.length - position);
    System.arraycopy(bytes, position, into, offset, count);
    position += count;
    return count;
  }

  private boolean fill() throws IOException {
    StringBuilder csv = new StringBuilder();
    try {
      while (csv.length() < ENOUGH) {
        List<String> row = rows.next();
        if (row == null) {
          break;
        }
        columns = columns < 0 ? row.size() : columns;
        append(csv, row);
      }
    } catch (XMLStreamException | java.util.zip.ZipException | java.io.EOFException e) {
      throw new ProblemInStream(XlsxFile.problem(e));
    }
    bytes = csv.toString().getBytes(UTF_8);
    position = 0;
    return bytes.length > 0;
  }

  private void append(StringBuilder csv, List<String> row) {
    for (int i = 0; i < Math.max(columns, row.size()); i++) {
      if (i > 0) {
        csv.append(',');
      }
      CsvText.append(csv, i < row.size() ? row.get(i) : "");
    }
    csv.append('\n');
  }

  @Override
  public void close() throws IOException {
    owner.close();
  }
}
