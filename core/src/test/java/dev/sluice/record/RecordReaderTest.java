package dev.sluice.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Cutting bodies into records: exact bytes, whatever the blocks they arrive in. */
class RecordReaderTest {
  private static final BodyLimits LIMITS = new BodyLimits(1 << 20, 1_000, JsonLimits.RECORD);

  /** Gives at most so many bytes at once. */
  private static final class Trickle extends InputStream {
    private final ByteArrayInputStream bytes;
    private final int step;

    Trickle(byte[] bytes, int step) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.step = step;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return bytes.read(into, offset, Math.min(step, length));
    }
  }

  private static List<RawRecord> records(InputStream body, BodyLimits limits)
      throws IOException, BodyProblemException {
    RecordReader reader = RecordReader.open(body, limits);
    List<RawRecord> records = new ArrayList<>();
    for (RawRecord record = reader.next(); record != null; record = reader.next()) {
      assertEquals(records.size(), record.index());
      records.add(record);
    }
    assertNull(reader.next());
    return records;
  }

  private static List<String> texts(String body, int step)
      throws IOException, BodyProblemException {
    return records(new Trickle(body.getBytes(StandardCharsets.UTF_8), step), LIMITS).stream()
        .map(record -> new String(record.bytes(), StandardCharsets.UTF_8))
        .toList();
  }

  private static JsonProblem problem(String body) {
    return assertThrows(BodyProblemException.class, () -> texts(body, 7), body).problem();
  }

  @Provide
  Arbitrary<String> bodies() {
    return Arbitraries.of(
            "{\"a\":1}",
            "{}",
            "\n",
            "\r\n",
            " ",
            "\t",
            "é",
            "€",
            "😀",
            "{\"ü\":\"\\\"[,\"}",
            "x",
            "\"",
            ",",
            "]",
            "\0")
        .list()
        .ofMaxSize(60)
        .map(parts -> String.join("", parts));
  }

  @Property(seed = "2026", tries = 500)
  void ndjson_is_cut_as_a_naive_splitter_would(
      @ForAll("bodies") String body, @ForAll @IntRange(min = 1, max = 9) int step)
      throws IOException, BodyProblemException {
    List<String> naive = new ArrayList<>();
    for (String line : body.split("\n", -1)) {
      String trimmed = line.replaceAll("^[ \\t\\r]+|[ \\t\\r]+$", "");
      if (!trimmed.isEmpty()) {
        naive.add(trimmed);
      }
    }
    assertEquals(naive, texts(body, step));
  }

  @Provide
  Arbitrary<List<String>> elements() {
    return Arbitraries.of(
            "1",
            "-0.50",
            "null",
            "\"\"",
            "{}",
            "[]",
            "\"],[\"",
            "\"\\\"\"",
            "\"\\\\\"",
            "{\"a\":[1,{\"b\":\"}\"}]}",
            "[[],[{}]]",
            "\"é😀\"",
            "{\"x\" : 1.10}")
        .list()
        .ofMaxSize(40);
  }

  @Property(seed = "2026", tries = 500)
  void an_array_gives_back_the_exact_bytes_of_its_elements(
      @ForAll("elements") List<String> elements, @ForAll @IntRange(min = 1, max = 9) int step)
      throws IOException, BodyProblemException {
    assertEquals(elements, texts(" [ " + String.join(" ,\n", elements) + " ]\n", step));
    assertEquals(elements, texts("[" + String.join(",", elements) + "]", step));
  }

  @Property(seed = "2026", tries = 1_000)
  void a_broken_array_is_taken_exactly_when_it_is_json(
      @ForAll("elements") List<String> elements,
      @ForAll @IntRange(min = 0, max = 200) int at,
      @ForAll("damage") String damage) {
    String good = "[" + String.join(",", elements) + "]";
    int place = 1 + at % good.length();
    String body = good.substring(0, place) + damage + good.substring(place);
    boolean json =
        new StrictJson(JsonLimits.RECORD).parse(body.getBytes(StandardCharsets.UTF_8))
            instanceof Parsed.Document;
    boolean taken;
    try {
      texts(body, 5);
      taken = true;
    } catch (BodyProblemException e) {
      taken = false;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertEquals(json, taken, body);
  }

  @Provide
  Arbitrary<String> damage() {
    return Arbitraries.of("[", "]", "{", "}", ",", "\"", "\\", ":", " ", "1", "x", "\n");
  }

  @Example
  void one_bad_line_is_one_refused_record() throws IOException, BodyProblemException {
    byte[] body =
        "{\"a\":1}\n{\"a\":\n{\"a\":1,\"a\":2}\n\n{\"a\":2}".getBytes(StandardCharsets.UTF_8);
    List<RawRecord> records = records(new ByteArrayInputStream(body), LIMITS);
    assertEquals(4, records.size());
    assertInstanceOf(Parsed.Document.class, records.get(0).parsed());
    assertInstanceOf(Parsed.Refused.class, records.get(1).parsed());
    assertInstanceOf(Parsed.Refused.class, records.get(2).parsed());
    assertInstanceOf(Parsed.Document.class, records.get(3).parsed());
  }

  @Example
  void bodies_without_records_have_none() throws IOException, BodyProblemException {
    for (String body : new String[] {"", "\n", " \r\n ", "[]", " [ ] ", "\uFEFF", "\uFEFF[]"}) {
      assertEquals(List.of(), texts(body, 1), body);
    }
    assertEquals(List.of("{}"), texts("\uFEFF{}", 1));
  }

  @Example
  void a_malformed_array_is_a_problem_of_the_body() {
    for (String body :
        new String[] {
          "[", "[1", "[1,", "[1,]", "[,1]", "[1}", "[1]]", "[1] 2", "[{]}", "[\"", "[tru]", "[1 2]"
        }) {
      assertEquals("not-json", problem(body).code(), body);
    }
    assertEquals("duplicate-key", problem("[{\"a\":1,\"a\":1}]").code());
    assertTrue(problem("[1,2,x]").message().startsWith("record 2 of the body"));
  }

  @Example
  void a_problem_of_an_array_has_its_place_in_the_body() {
    assertEquals(
        "record 2 of the body: this is not JSON (line 3, column 10)",
        problem("\uFEFF[{\"a\": 1},\n\n  \"ä\", x, 2]").message());
    assertEquals(
        "record 0 of the body: an object has the same name twice (line 3, column 7)",
        problem("[\n {\"a\": 1,\n \"a\": 1}]").message());
    assertEquals(
        "record 1 of the body: the array does not end (line 2, column 5)",
        problem("[1,\n\"ab\"").message());
    assertEquals(
        "record 1 of the body: there is more after the array (line 3, column 2)",
        problem("[1,\n2]\n 3").message());
    String far = " ".repeat(200_000) + "\n".repeat(100_000);
    assertEquals(
        "record 1 of the body: a byte is not UTF-8 (line 100001, column 3)",
        assertThrows(
                BodyProblemException.class,
                () ->
                    records(
                        new ByteArrayInputStream(
                            ("[1," + far + " \"\u00FF\"]").getBytes(StandardCharsets.ISO_8859_1)),
                        LIMITS))
            .problem()
            .message());
  }

  @Example
  void limits_of_a_body_are_named() {
    BodyLimits few = new BodyLimits(100, 2, JsonLimits.RECORD);
    for (String body : new String[] {"1\n2\n3", "[1,2,3]"}) {
      assertEquals("limit-records", limited(body.getBytes(StandardCharsets.UTF_8), few));
    }
    assertEquals(
        "limit-body-bytes", limited(" ".repeat(200).getBytes(StandardCharsets.UTF_8), few));
  }

  @Example
  @SuppressWarnings("InputStreamSlowMultibyteRead") // a few megabytes
  void a_record_too_large_is_a_problem_with_flat_memory() {
    BodyLimits large = new BodyLimits(1L << 40, 1_000, JsonLimits.RECORD);
    for (byte first : new byte[] {'9', '[', '"'}) {
      InputStream endless =
          new InputStream() {
            private boolean started;

            @Override
            public int read() {
              byte next = started ? (byte) '9' : first;
              started = true;
              return next;
            }
          };
      BodyProblemException e =
          assertThrows(BodyProblemException.class, () -> records(endless, large));
      assertEquals("limit-document-bytes", e.problem().code());
      assertEquals(4 << 20, Objects.requireNonNull(e.problem().limit()).value());
    }
  }

  private static String limited(byte[] body, BodyLimits limits) {
    return assertThrows(
            BodyProblemException.class, () -> records(new ByteArrayInputStream(body), limits))
        .problem()
        .code();
  }
}
