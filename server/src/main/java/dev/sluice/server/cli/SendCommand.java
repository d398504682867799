package dev.sluice.server.cli;

import dev.sluice.file.Gunzip;
import dev.sluice.record.BodyLimits;
import dev.sluice.record.BodyProblemException;
import dev.sluice.record.JsonLimits;
import dev.sluice.record.RawRecord;
import dev.sluice.record.RecordReader;
import dev.sluice.server.Mistake;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice send}: posts a file's records to a feed, in batches, until all are answered. */
@Command(
    name = "send",
    description = "Sends a file of NDJSON or a JSON array, plain or gzip, to a feed.")
final class SendCommand implements Callable<Integer> {
  private static final int RECORDS = 500;
  private static final int BYTES = 4 << 20;

  @Parameters(paramLabel = "FILE", description = "NDJSON or a JSON array, plain or gzip.")
  private Path file = Path.of("");

  @Option(names = "--feed", required = true, paramLabel = "NAME", description = "Where to.")
  private String feed = "";

  @Mixin private Client client = new Client();

  @Override
  public Integer call() throws InterruptedException {
    Delivery delivery = new Delivery(client, feed);
    if (!Files.isRegularFile(file)) {
      throw new Mistake("there is no file " + file);
    }
    try (InputStream in = plain(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      send(in, delivery);
    } catch (ZipException | EOFException e) {
      throw new Mistake(file + " is not whole gzip: pack it again; " + delivery.summary());
    } catch (IOException | UncheckedIOException e) {
      throw new Mistake("cannot read " + file + ": check its rights");
    } catch (BodyProblemException e) {
      throw new Mistake(
          file + " cannot be read to its end: " + e.getMessage() + "; " + delivery.summary());
    }
    System.out.println(delivery.summary());
    return delivery.complete() ? 0 : 1;
  }

  /** Of a gzip file, whatever it is called, what is in it: known by its first two bytes. */
  private static InputStream plain(BufferedInputStream in) throws IOException {
    in.mark(2);
    boolean gzip = in.read() == 0x1F && in.read() == 0x8B;
    in.reset();
    return gzip ? new Gunzip(in) : in;
  }

  private static void send(InputStream in, Delivery delivery)
      throws IOException, BodyProblemException, InterruptedException {
    RecordReader reader =
        RecordReader.open(in, new BodyLimits(Long.MAX_VALUE, Long.MAX_VALUE, JsonLimits.RECORD));
    List<byte[]> waiting = new ArrayList<>();
    long bytes = 0;
    @Nullable RawRecord next = reader.next();
    while (next != null) {
      if (waiting.size() == RECORDS || bytes + next.bytes().length > BYTES) {
        delivery.send(waiting);
        waiting.clear();
        bytes = 0;
      }
      waiting.add(onOneLine(next.bytes()));
      bytes += next.bytes().length;
      next = reader.next();
    }
    if (!waiting.isEmpty()) {
      delivery.send(waiting);
    }
  }

  /** Line ends inside a JSON text stand between its tokens and mean nothing. */
  private static byte[] onOneLine(byte[] json) {
    for (int i = 0; i < json.length; i++) {
      if (json[i] == '\n' || json[i] == '\r') {
        json[i] = ' ';
      }
    }
    return json;
  }
}
