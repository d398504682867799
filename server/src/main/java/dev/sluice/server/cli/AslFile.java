package dev.sluice.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ExitCode;

/**
 * A file that {@code sluice asl} is given.
 *
 * @param name as it was typed; {@code -} is the standard input
 */
record AslFile(String name) {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** What keeps a command from starting; it ends with the exit code for wrong usage. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message.replaceAll("\\s*\\R\\s*", " "), null, false, false);
    }

    /** One line on stderr. */
    int tell() {
      PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
      err.println("sluice: " + getMessage());
      return ExitCode.USAGE;
    }
  }

  /** All of it as text, without a byte order mark. */
  String text() throws Unusable {
    try (InputStream in = open()) {
      return unmarked(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(in.readAllBytes()))
              .toString());
    } catch (CharacterCodingException e) {
      throw new Unusable(shown() + " is not UTF-8 text: save it as UTF-8");
    } catch (IOException e) {
      throw new Unusable("cannot read " + shown() + ": check its rights");
    }
  }

  InputStream open() throws Unusable {
    if (name.equals("-")) {
      return System.in;
    }
    Path path = Path.of(name);
    if (Files.isDirectory(path)) {
      throw new Unusable(name + " is a folder: give a file");
    }
    try {
      return Files.newInputStream(path);
    } catch (AccessDeniedException e) {
      throw new Unusable("cannot read " + name + ": check its rights");
    } catch (IOException e) {
      throw new Unusable("there is no file " + name);
    }
  }

  String shown() {
    return name.equals("-") ? "the standard input" : name;
  }

  static String unmarked(String text) {
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }
}
