package dev.sluice.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestFoldersTest {
  @TempDir private Path temporary = Path.of("");

  /** Makes a folder, says where, and ends when it is told to. */
  @SuppressWarnings("SystemOut") // the test reads it
  public static void main(String[] arguments) throws IOException {
    System.out.println(TestFolders.create("child"));
    var _ = System.in.read();
  }

  private Process child() throws IOException {
    return JavaProcess.of(
            List.of("-Djava.io.tmpdir=" + temporary, "-XX:TieredStopAtLevel=1"),
            TestFoldersTest.class)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Path folder(Process child) throws IOException {
    return Path.of(child.inputReader().readLine());
  }

  private static void end(Process child) throws IOException, InterruptedException {
    child.getOutputStream().close();
    assertEquals(0, child.waitFor());
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> paths = Files.list(temporary)) {
      return paths.filter(path -> path.getFileName().toString().startsWith("sluice-")).toList();
    }
  }

  @Test
  void what_a_killed_jvm_left_goes_with_the_next_and_what_a_living_one_has_stays()
      throws Exception {
    Process living = child();
    Path lived = folder(living);
    Process killed = child();
    Path orphan = folder(killed);
    killed.destroyForcibly().waitFor();
    assertTrue(Files.isDirectory(orphan));

    Process next = child();
    Path after = folder(next);

    assertFalse(Files.exists(orphan.getParent()));
    assertTrue(Files.isDirectory(lived));
    assertTrue(Files.isDirectory(after));
    end(next);
    end(living);
    assertEquals(List.of(), left());
  }
}
