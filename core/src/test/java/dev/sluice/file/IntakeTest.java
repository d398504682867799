package dev.sluice.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.testing.InMemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file on its way in. */
class IntakeTest {
  @TempDir Path scratch;

  @Test
  void chunks_give_back_the_rows() throws Exception {
    InMemoryObjectStore store = new InMemoryObjectStore();
    FileLimits limits = FileLimits.DEFAULT.withChunks(2, 1 << 20);
    byte[] file = "a,b\n1,\"x\ny\"\n2,z\n3,\"q\"\"\"\n".getBytes(UTF_8);
    Received received =
        new Intake(store, limits, scratch)
            .receive(
                new ByteArrayInputStream(file),
                Declared.NOTHING,
                ExpectedColumns.ANY,
                "one/original",
                "one/copy");
    assertEquals(3, received.rows());
    assertEquals(2, received.chunks().size());
    List<String> rows = new ArrayList<>();
    for (Chunk chunk : received.chunks()) {
      ChunkReader reader = ChunkReader.open(store, received.format(), chunk);
      for (Row row = reader.next(); row != null; row = reader.next()) {
        rows.add(row.number() + "@" + row.line() + row.fields());
      }
    }
    assertEquals(List.of("1@2[1, x\ny]", "2@4[2, z]", "3@5[3, q\"]"), rows);
  }
}
