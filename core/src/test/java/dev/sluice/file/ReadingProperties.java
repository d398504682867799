package dev.sluice.file;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever rows are written in whatever way, and however they arrive, the same rows are read. */
class ReadingProperties {
  private static final Path SCRATCH = Path.of(System.getProperty("java.io.tmpdir"));
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  enum Encoding {
    PLAIN(UTF_8, ""),
    MARKED(UTF_8, "\uFEFF"),
    LITTLE(UTF_16LE, "\uFEFF"),
    BIG(UTF_16BE, "\uFEFF"),
    WESTERN(WINDOWS, "");

    private final Charset charset;
    private final String mark;

    Encoding(Charset charset, String mark) {
      this.charset = charset;
      this.mark = mark;
    }
  }

  @Provide
  Arbitrary<List<List<String>>> tables() {
    Arbitrary<String> field =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(12).withChars("ab,;\t|\"'\r\n =x1é€"),
            Arbitraries.strings().ofMaxLength(3),
            Arbitraries.of("", "\"", "\"\"", "\r\n", "\n", "\r", ",", "日本語", "😀", " a "));
    return Arbitraries.integers()
        .between(2, 5)
        .flatMap(columns -> field.list().ofSize(columns).list().ofMinSize(1).ofMaxSize(25));
  }

  /** Fields that no encoding and no reader changes. */
  private static String clean(String field, Encoding encoding) {
    String text = field.replace("\0", "").replace("\uFFFE", "").replace("\uFEFF", "");
    String kept = new String(text.getBytes(encoding.charset), encoding.charset);
    return encoding == Encoding.WESTERN
        ? kept.chars()
            .filter(c -> !(c >= 0x80 && c < 0xA0))
            .collect(StringBuilder::new, (b, c) -> b.append((char) c), StringBuilder::append)
            .toString()
        : kept;
  }

  @Property(seed = "2026", tries = 500)
  void the_same_rows_are_read(
      @ForAll("tables") List<List<String>> table,
      @ForAll Encoding encoding,
      @ForAll @IntRange(max = 3) int delimiter,
      @ForAll @IntRange(max = 2) int lineEnd,
      @ForAll boolean everythingQuoted,
      @ForAll boolean endsWithLine,
      @ForAll boolean gzipped,
      @ForAll @IntRange(min = 1, max = 7) int chunkRows,
      @ForAll @IntRange(min = 1, max = 40) int piece,
      @ForAll Random random)
      throws Exception {
    char separator = ",;\t|".charAt(delimiter);
    String ending = List.of("\n", "\r\n", "\r").get(lineEnd);
    int columns = table.getFirst().size();
    List<List<String>> rows = new ArrayList<>();
    for (List<String> row : table) {
      List<String> cleaned = row.stream().map(field -> clean(field, encoding)).toList();
      rows.add(cleaned);
    }
    StringBuilder file = new StringBuilder(encoding.mark);
    List<String> header = IntStream.range(0, columns).mapToObj(i -> "name" + i).toList();
    // Bytes that only windows-1252 has, so that there is nothing to guess.
    boolean western = encoding == Encoding.WESTERN;
    file.append(String.join("" + separator, header)).append(ending);
    if (western) {
      rows.add(IntStream.range(0, columns).mapToObj(i -> "é è à ç").toList());
    }
    for (int i = 0; i < rows.size(); i++) {
      write(file, rows.get(i), separator, everythingQuoted, random);
      boolean last = i == rows.size() - 1;
      if (!last || endsWithLine) {
        file.append(ending);
      }
    }
    byte[] bytes = file.toString().getBytes(encoding.charset);
    Uploads uploads = new Uploads(SCRATCH);
    uploads.limits = FileLimits.DEFAULT.withChunks(chunkRows, 1 << 20);
    if (western) {
      uploads.declared = new Declared(null, "text/csv; charset=windows-1252");
    } else if (encoding == Encoding.PLAIN) {
      uploads.declared = new Declared(null, "text/csv; charset=utf-8");
    }
    Received received = uploads.receive(new Pieces(gzipped ? Uploads.gzip(bytes) : bytes, piece));
    assertEquals(header, received.format().header());
    assertEquals(rows, uploads.fields(received));
    List<Long> numbers = uploads.rows(received, Row::number);
    assertEquals(IntStream.rangeClosed(1, rows.size()).mapToObj(i -> (long) i).toList(), numbers);
    int chunks = (rows.size() + chunkRows - 1) / chunkRows;
    assertEquals(chunks, received.chunks().size());
  }

  private static void write(
      StringBuilder file, List<String> row, char separator, boolean all, Random random) {
    for (int i = 0; i < row.size(); i++) {
      String field = row.get(i);
      if (i > 0) {
        file.append(separator);
      }
      boolean must = field.chars().anyMatch(c -> c == separator || "\"\r\n'".indexOf(c) >= 0);
      if (must || all || random.nextInt(4) == 0) {
        file.append('"').append(field.replace("\"", "\"\"")).append('"');
      } else {
        file.append(field);
      }
    }
  }

  @Property(seed = "2026", tries = 300)
  void the_same_records_are_read_from_lines_and_arrays(
      @ForAll List<String> values,
      @ForAll boolean array,
      @ForAll boolean carriage,
      @ForAll @IntRange(min = 1, max = 7) int chunkRows,
      @ForAll @IntRange(min = 1, max = 40) int piece)
      throws Exception {
    List<String> records = new ArrayList<>(List.of("{}"));
    for (String value : values) {
      String text = new String(value.getBytes(UTF_8), UTF_8);
      records.add(
          "{\"a\":["
              + new tools.jackson.databind.json.JsonMapper().writeValueAsString(text)
              + ",1.50,{\"b\":007}]}");
    }
    String ending = carriage ? "\r\n" : "\n";
    String file =
        array
            ? "[" + String.join("," + ending, records) + "]"
            : String.join(ending + ending, records);
    Uploads uploads = new Uploads(SCRATCH);
    uploads.limits = FileLimits.DEFAULT.withChunks(chunkRows, 1 << 20);
    Received received = uploads.receive(new Pieces(file.getBytes(UTF_8), piece));
    assertEquals(records, uploads.originals(received));
  }

  @Property(seed = "2026", tries = 300)
  void boundaries_and_fields_agree_on_anything(
      @ForAll("noise") String noise, @ForAll @IntRange(min = 1, max = 9) int piece)
      throws Exception {
    Uploads uploads = new Uploads(SCRATCH);
    uploads.limits = FileLimits.DEFAULT.withChunks(2, 1 << 20);
    byte[] file = ("sep=,\na,b\n" + noise).getBytes(UTF_8);
    try {
      Received received = uploads.receive(new Pieces(file, piece));
      // Uploads holds the rows of every chunk against its count.
      List<String> originals = uploads.originals(received);
      List<Long> lines = uploads.rows(received, Row::line);
      for (int i = 0; i < originals.size(); i++) {
        assertEquals(
            line(file, lines.get(i)).strip(),
            originals.get(i).lines().findFirst().orElse("").strip());
      }
    } catch (FileProblemException e) {
      assertEquals(true, List.of("open-quote", "no-rows").contains(e.code()), e.getMessage());
    }
  }

  @Provide
  Arbitrary<String> noise() {
    return Arbitraries.strings().withChars("a,\"\r\n").ofMaxLength(40);
  }

  /** By the rule that CR LF, CR and LF each end one line. */
  private static String line(byte[] file, long number) {
    String[] lines = new String(file, UTF_8).split("\r\n|\r|\n", -1);
    return lines[(int) number - 1];
  }

  /** A stream that gives so many bytes at a time. */
  private static final class Pieces extends InputStream {
    private final ByteArrayInputStream in;
    private final int piece;

    Pieces(byte[] bytes, int piece) {
      this.in = new ByteArrayInputStream(bytes);
      this.piece = piece;
    }

    @Override
    public int read() {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      return in.read(bytes, offset, Math.min(length, piece));
    }
  }
}
