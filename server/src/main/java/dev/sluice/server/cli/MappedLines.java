package dev.sluice.server.cli;

import dev.sluice.jsonata.Jsonata;
import dev.sluice.jsonata.JsonataException;
import dev.sluice.record.BodyLimits;
import dev.sluice.record.BodyProblemException;
import dev.sluice.record.JsonLimits;
import dev.sluice.record.JsonProblem;
import dev.sluice.record.Parsed;
import dev.sluice.record.RawRecord;
import dev.sluice.record.RecordReader;
import dev.sluice.record.StrictJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Records mapped one after the other, each to a line; the first that fails ends it. */
final class MappedLines {
  private static final BodyLimits LIMITS =
      new BodyLimits(Long.MAX_VALUE, Long.MAX_VALUE, JsonLimits.RECORD);

  private final Jsonata mapping;
  private final OutputStream out;
  private final PrintStream err;

  MappedLines(Jsonata mapping, OutputStream out, PrintStream err) {
    this.mapping = mapping;
    this.out = out;
    this.err = err;
  }

  /** The process's exit code. */
  int write(InputStream in) throws IOException {
    try (OutputStream lines = new BufferedOutputStream(new Unclosed(out), 1 << 16)) {
      return write(RecordReader.open(in, LIMITS), lines);
    } catch (BodyProblemException e) {
      err.println("sluice: the input: " + e.getMessage());
      return 1;
    }
  }

  private int write(RecordReader reader, OutputStream lines)
      throws IOException, BodyProblemException {
    long nothing = 0;
    @Nullable RawRecord record = reader.next();
    while (record != null) {
      switch (record.parsed()) {
        case Parsed.Refused(JsonProblem problem) -> {
          err.println("sluice: line " + reader.line() + " of the input: " + problem.message());
          return 1;
        }
        case Parsed.Document(JsonNode root) -> {
          @Nullable JsonNode result;
          try {
            result = mapping.evaluate(root);
          } catch (JsonataException e) {
            String what = "line " + reader.line() + " of the input";
            err.print(Caret.show(what, mapping.expression(), e));
            return 1;
          }
          if (result == null) {
            nothing++;
          } else {
            lines.write(StrictJson.write(result));
            lines.write('\n');
          }
        }
      }
      record = reader.next();
    }
    if (nothing > 0) {
      err.println("sluice: " + nothing + " records map to nothing, and have no line");
    }
    return 0;
  }

  /** Standard output, which is not ours to close. */
  private static final class Unclosed extends java.io.FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
