package dev.sluice.bench.file;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.sluice.file.Chunk;
import dev.sluice.file.ChunkReader;
import dev.sluice.file.FileFormat;
import dev.sluice.file.Row;
import dev.sluice.file.RowProcessor;
import dev.sluice.object.FileObjectStore;
import dev.sluice.record.Processed;
import dev.sluice.record.TypedRow;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntSupplier;

/**
 * CPU time and garbage of a row, by the steps of reading a chunk; all candidates by turns in one
 * process, so that it holds on a machine where other work is running.
 */
public final class RowCost {
  private static final Instant NOW = Instant.parse("2024-03-01T12:00:00Z");

  private RowCost() {}

  /** Something that reads all rows of the chunk and returns how many it liked. */
  private record Candidate(String name, IntSupplier run, double[] nanos, long[] garbage) {}

  /**
   * @param arguments turns, at least 2
   */
  public static void main(String[] arguments) throws java.io.IOException {
    int turns = arguments.length == 0 ? 100 : Integer.parseInt(arguments[0]);
    byte[] rows = Contacts.rows();
    Path folder = Files.createTempDirectory("rows");
    try (FileObjectStore store = FileObjectStore.open(folder, InstantSource.system())) {
      Chunk chunk = Contacts.chunk(store, rows);
      FileFormat format = Contacts.format();
      RowProcessor processor = Contacts.processor();
      TypedRow typed = new TypedRow(processor.schema());
      Candidate[] candidates = {
        candidate("read the chunk", turns, () -> load(store, format, chunk)),
        candidate("and its fields", turns, () -> fields(store, format, chunk)),
        candidate(
            "and its records, checked and typed",
            turns,
            () -> typed(store, format, chunk, processor, typed, false)),
        candidate(
            "and their ids and fingerprints",
            turns,
            () -> typed(store, format, chunk, processor, typed, true)),
        candidate(
            "the general way, as objects", turns, () -> objects(store, format, chunk, processor)),
        candidate("FastCSV: fields as texts", turns, () -> fastCsv(rows)),
      };
      measure(candidates, turns);
      System.out.printf(Locale.ROOT, "%.1f bytes a row%n", rows.length / (double) Contacts.ROWS);
      for (Candidate candidate : candidates) {
        print(candidate);
      }
      store.delete("contacts");
    }
  }

  private static Candidate candidate(String name, int turns, IntSupplier run) {
    return new Candidate(name, run, new double[turns], new long[turns]);
  }

  private static void measure(Candidate[] candidates, int turns) {
    var clock = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int turn = 0; turn < turns; turn++) {
      for (Candidate candidate : candidates) {
        long bytes = clock.getCurrentThreadAllocatedBytes();
        long start = clock.getCurrentThreadCpuTime();
        int count = candidate.run().getAsInt();
        candidate.nanos()[turn] =
            (clock.getCurrentThreadCpuTime() - start) / (double) Contacts.ROWS;
        candidate.garbage()[turn] = clock.getCurrentThreadAllocatedBytes() - bytes;
        if (count != Contacts.ROWS) {
          throw new IllegalStateException(candidate.name() + ": " + count);
        }
      }
    }
  }

  private static void print(Candidate candidate) {
    double[] nanos =
        Arrays.copyOfRange(
            candidate.nanos(), candidate.nanos().length / 2, candidate.nanos().length);
    Arrays.sort(nanos);
    double median = nanos[nanos.length / 2];
    System.out.printf(
        Locale.ROOT,
        "%-40s median %5.0f ns, %7.0f rows/s; best %5.0f ns; %5d bytes of garbage a row%n",
        candidate.name(),
        median,
        1e9 / median,
        nanos[0],
        candidate.garbage()[candidate.garbage().length - 1] / Contacts.ROWS);
  }

  private static int load(FileObjectStore store, FileFormat format, Chunk chunk) {
    return ChunkReader.open(store, format, chunk).next() == null ? 0 : Contacts.ROWS;
  }

  private static int fields(FileObjectStore store, FileFormat format, Chunk chunk) {
    ChunkReader reader = ChunkReader.open(store, format, chunk);
    int count = 0;
    while (reader.next() != null) {
      count++;
    }
    return count;
  }

  private static int typed(
      FileObjectStore store,
      FileFormat format,
      Chunk chunk,
      RowProcessor processor,
      TypedRow typed,
      boolean hashed) {
    ChunkReader reader = ChunkReader.open(store, format, chunk);
    int count = 0;
    for (Row row = reader.next(); row != null; row = reader.next()) {
      count += processor.read(row, NOW, typed) == null ? 1 : 0;
      if (hashed) {
        count += typed.idLow() == 0 || typed.sha256().length != 32 ? 1 : 0;
      }
    }
    return count;
  }

  private static int objects(
      FileObjectStore store, FileFormat format, Chunk chunk, RowProcessor processor) {
    ChunkReader reader = ChunkReader.open(store, format, chunk);
    int count = 0;
    for (Row row = reader.next(); row != null; row = reader.next()) {
      count += processor.process(row, NOW) instanceof Processed.Accepted ? 1 : 0;
    }
    return count;
  }

  private static int fastCsv(byte[] rows) {
    int count = 0;
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().ofCsvRecord(new ByteArrayInputStream(rows))) {
      for (CsvRecord record : reader) {
        count += record.getFieldCount() == 9 ? 1 : 0;
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return count;
  }
}
