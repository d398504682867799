package dev.sluice.feed;

import dev.sluice.dataset.Entry;
import dev.sluice.deadletter.Judge;
import dev.sluice.record.RecordProcessor;
import dev.sluice.record.StrictJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The stored form of a queued feed batch: a version byte, then for each record its id, its
 * correlation id, its original bytes and its mapped record as JSON, each with its length. Read for
 * as long as batches of an older version can be in a queue.
 */
final class FeedPayload {
  private static final int VERSION = 1;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private FeedPayload() {}

  static byte[] write(List<Entry> accepted) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 * accepted.size());
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(accepted.size());
      for (Entry entry : accepted) {
        out.writeLong(entry.accepted().id().getMostSignificantBits());
        out.writeLong(entry.accepted().id().getLeastSignificantBits());
        out.writeUTF(entry.correlation());
        writeBytes(out, entry.original());
        writeBytes(out, StrictJson.write(entry.accepted().record()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Queued(UUID id, String correlation, byte[] original, byte[] record) {}

  /** Throws {@link IllegalArgumentException} where these are no such bytes. */
  static List<Entry> read(byte[] payload, RecordProcessor processor, Instant processedAt) {
    SourceColumn source = SourceColumn.of(processor.schema().columns());
    List<Entry> entries = new ArrayList<>();
    try {
      for (Queued one : queued(payload)) {
        var record = JSON.readTree(one.record());
        int size = one.original().length;
        var accepted = processor.restore(record, one.id(), size, processedAt);
        entries.add(
            new Entry(
                entries.size(), one.original(), one.correlation(), accepted, source.of(accepted)));
      }
      return entries;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("the payload holds a record that is not JSON", e);
    }
  }

  /** The records as they were sent; throws as {@link #read} does. */
  static List<Judge.Piece> pieces(byte[] payload) {
    List<Judge.Piece> pieces = new ArrayList<>();
    for (Queued one : queued(payload)) {
      pieces.add(new Judge.Piece(one.original(), one.correlation(), pieces.size()));
    }
    return pieces;
  }

  private static List<Queued> queued(byte[] payload) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IllegalArgumentException("payload version " + version + " is not known here");
      }
      int size = in.readInt();
      List<Queued> records = new ArrayList<>(Math.clamp(size, 0, 10_000));
      for (int row = 0; row < size; row++) {
        UUID id = new UUID(in.readLong(), in.readLong());
        records.add(new Queued(id, in.readUTF(), readBytes(in), readBytes(in)));
      }
      if (size < 0 || in.available() > 0) {
        throw new IllegalArgumentException("the payload's size is not that of its records");
      }
      return records;
    } catch (IOException e) {
      throw new IllegalArgumentException("the payload is cut short", e);
    }
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    // Before it is made: a damaged length may be two thousand million.
    if (length < 0 || length > in.available()) {
      throw new IOException("length " + length);
    }
    return in.readNBytes(length);
  }
}
