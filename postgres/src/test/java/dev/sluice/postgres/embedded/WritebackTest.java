package dev.sluice.postgres.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "files are written out early on Linux alone")
class WritebackTest {
  @TempDir private Path cluster;

  @Test
  void files_written_since_the_round_before_are_begun_and_no_others() throws Exception {
    Path database = Files.createDirectories(cluster.resolve("base/5"));
    Path table = Files.write(database.resolve("16384"), new byte[1 << 20]);
    Path index = Files.write(database.resolve("16385"), new byte[1 << 20]);
    Writeback writeback = new Writeback(cluster);
    assertEquals(Set.of(table, index), Set.copyOf(writeback.round()));
    assertEquals(List.of(), writeback.round());
    Files.write(table, new byte[2 << 20]);
    FileTime last = Files.getLastModifiedTime(index);
    Files.setLastModifiedTime(table, FileTime.from(last.toInstant().plusMillis(1)));
    assertEquals(List.of(table), writeback.round());
    assertEquals(List.of(), writeback.round());
  }

  @Test
  void a_cluster_that_is_not_there_is_no_trouble() {
    assertEquals(List.of(), new Writeback(cluster.resolve("none")).round());
  }

  @Test
  void a_file_that_may_not_be_read_is_left_alone() throws Exception {
    Path database = Files.createDirectories(cluster.resolve("base/5"));
    Files.createSymbolicLink(database.resolve("16386"), cluster.resolve("gone"));
    assertEquals(List.of(), new Writeback(cluster).round());
  }
}
