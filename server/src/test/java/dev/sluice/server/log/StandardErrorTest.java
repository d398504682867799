package dev.sluice.server.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Lines of a real process, as whoever started it reads them. */
class StandardErrorTest {
  private static final int MANY = 2_000;
  private final List<Process> started = new ArrayList<>();

  /** What the process under test does; its first argument says which. */
  public static final class Program {
    private Program() {}

    public static void main(String[] args) throws IOException {
      Logger log = LoggerFactory.getLogger("dev.sluice.server.log.program");
      switch (args[0]) {
        case "ends" -> IntStream.range(0, MANY).forEach(i -> request(log).log("line {}", i));
        case "urgent" -> {
          request(log).log("line 0");
          log.info("line 1");
          request(log).log("line 2");
          log.warn("line 3");
          Runtime.getRuntime().halt(0);
        }
        case "lasts" -> {
          request(log).log("line 0");
          readInput();
          request(log).log("line 1");
          readInput();
        }
        case "hooks" -> {
          Runtime.getRuntime()
              .addShutdownHook(
                  new Thread(() -> {
                    awaitEnding();
                    request(log).log("line 0");
                    Runtime.getRuntime().halt(0);
                  }));
        }
        default -> throw new IllegalArgumentException(args[0]);
      }
    }

    private static LoggingEventBuilder request(Logger log) {
      return log.atInfo().addMarker(LogSetup.MAY_WAIT);
    }

    private static void readInput() throws IOException {
      if (System.in.read() < 0) {
        throw new IOException("nobody is there any more");
      }
    }

    private static void awaitEnding() {
      var root = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
      var stderr = (StandardError) Objects.requireNonNull(root.getAppender("stderr"));
      while (!stderr.isEnding()) {
        Thread.onSpinWait();
      }
    }
  }

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void a_process_that_ends_has_written_every_line_in_order() throws Exception {
    assertEquals(lines(MANY), rest(start("ends")));
  }

  @Test
  void a_line_that_may_not_wait_is_written_at_once_after_those_that_waited() throws Exception {
    assertEquals(lines(4), rest(start("urgent")));
  }

  @Test
  void a_line_that_waits_is_written_though_no_other_comes() throws Exception {
    Process process = start("lasts");
    BufferedReader read = reader(process);
    assertEquals("line 0", message(read.readLine()));
    goOn(process);
    assertEquals("line 1", message(read.readLine()));
    goOn(process);
  }

  @Test
  void nothing_waits_where_the_process_is_about_to_end() throws Exception {
    assertEquals(lines(1), rest(start("hooks")));
  }

  private Process start(String what) throws IOException {
    Process process =
        JavaProcess.of(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"), Program.class, what).start();
    started.add(process);
    return process;
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
  }

  private static List<String> rest(Process process) throws Exception {
    List<String> lines = reader(process).lines().map(StandardErrorTest::message).toList();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return lines;
  }

  private static void goOn(Process process) throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  private static List<String> lines(int count) {
    return IntStream.range(0, count).mapToObj(i -> "line " + i).toList();
  }

  private static String message(@Nullable String line) {
    return String.valueOf(line).replaceAll(".*\"message\":\"([^\"]*)\".*", "$1");
  }
}
