package dev.sluice.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "priorities are lowered on Linux alone")
class NicenessTest {

  @Test
  void a_thread_gives_way_and_the_one_that_started_it_does_not() throws Exception {
    int before = nice(Path.of("/proc/thread-self/stat"));
    FutureTask<Integer> lowered =
        new FutureTask<>(() -> {
          Niceness.lower();
          return nice(Path.of("/proc/thread-self/stat"));
        });
    Thread.ofPlatform().start(lowered);
    assertEquals(Math.max(10, before), lowered.get());
    assertEquals(before, nice(Path.of("/proc/thread-self/stat")));
  }

  @Test
  void another_process_gives_way() throws Exception {
    int before = nice(Path.of("/proc/thread-self/stat"));
    Process sleeping = new ProcessBuilder("sleep", "60").start();
    try {
      Niceness.lower(sleeping.pid());
      assertEquals(Math.max(10, before), nice(Path.of("/proc/" + sleeping.pid() + "/stat")));
    } finally {
      sleeping.destroyForcibly().waitFor();
    }
  }

  @Test
  void a_session_of_its_own_gives_way_as_a_whole() throws Exception {
    Process sleeping = new ProcessBuilder("setsid", "sleep", "60").start();
    try {
      awaitProgram("sleep", sleeping);
      Path group = Path.of("/proc/" + sleeping.pid() + "/autogroup");
      String before = read(group);
      Niceness.lower(sleeping.pid());
      assertEquals(before.replaceFirst("nice 0", "nice 10"), read(group));
    } finally {
      sleeping.destroyForcibly().waitFor();
    }
  }

  @Test
  void a_process_of_our_own_session_takes_no_priority_from_it() throws Exception {
    String before = read(Path.of("/proc/self/autogroup"));
    Process sleeping = new ProcessBuilder("sleep", "60").start();
    try {
      Niceness.lower(sleeping.pid());
      assertEquals(before, read(Path.of("/proc/self/autogroup")));
    } finally {
      sleeping.destroyForcibly().waitFor();
    }
  }

  @Test
  void a_process_that_is_gone_is_no_trouble() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Niceness.lower(gone.pid());
    Niceness.lower(0);
    assertEquals(0, gone.exitValue());
  }

  /** The session, and the group with it, is there before setsid(1) becomes the program it runs. */
  private static void awaitProgram(String name, Process process) throws Exception {
    Path program = Path.of("/proc/" + process.pid() + "/comm");
    for (int tries = 0; !Files.readString(program).strip().equals(name); tries++) {
      assertTrue(tries < 6_000, "setsid never became " + name);
      Thread.sleep(10);
    }
  }

  /** Nothing where the kernel knows no groups. */
  private static String read(Path group) throws IOException {
    return Files.exists(group) ? Files.readString(group) : "";
  }

  /** The 19th field of proc_pid_stat(5); the second is in parentheses and may hold blanks. */
  private static int nice(Path stat) throws IOException {
    String text = Files.readString(stat);
    return Integer.parseInt(text.substring(text.lastIndexOf(')') + 2).split(" ")[16]);
  }
}
