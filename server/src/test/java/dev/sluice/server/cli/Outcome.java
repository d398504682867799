package dev.sluice.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a command, run in this JVM, came to and wrote. */
public record Outcome(int code, String out, String err) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public static Outcome of(String... arguments) {
    return of(UTF_8, "", arguments);
  }

  /**
   * With this standard input.
   *
   * @param console what the terminal is said to speak; what is written is read as UTF-8
   */
  static Outcome of(Charset console, String input, String... arguments) {
    InputStream in = System.in;
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    try {
      System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
      System.setOut(new PrintStream(written, true, console));
      System.setErr(new PrintStream(complained, true, console));
      int code = CommandTree.run(arguments);
      return new Outcome(code, written.toString(UTF_8), complained.toString(UTF_8));
    } finally {
      System.setIn(in);
      System.setOut(out);
      System.setErr(err);
    }
  }

  JsonNode json() {
    return JSON.readTree(out);
  }

  List<JsonNode> lines() {
    return out.lines().map(line -> (JsonNode) JSON.readTree(line)).toList();
  }
}
