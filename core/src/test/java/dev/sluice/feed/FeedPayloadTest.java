package dev.sluice.feed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.dataset.Entry;
import dev.sluice.record.ColumnRoles;
import dev.sluice.record.DatasetSchema;
import dev.sluice.record.JsonataMapping;
import dev.sluice.record.Processed;
import dev.sluice.record.RecordProcessor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class FeedPayloadTest {
  private static final Instant NOW = Instant.parse("2024-01-15T10:30:05.123Z");
  private static final UUID GIVEN = UUID.fromString("00000000-0000-7000-8000-000000000000");

  private static RecordProcessor processor(ColumnRoles roles, UUID id) {
    String schema =
        """
        {"type": "object", "required": ["k"],
         "properties": {"k": {"type": "string"}, "amount": {"type": "number"},
           "extra": {"type": "object"}, "processedAt": {"type": "string", "format": "date-time"}}}
        """;
    return new RecordProcessor(
        "default",
        "d",
        DatasetSchema.of(new JsonMapper().readTree(schema), roles),
        null,
        JsonataMapping.compile("{'k': key, 'amount': amount * 3, 'extra': extra}"),
        () -> id);
  }

  private static Entry entry(int row, RecordProcessor processor, String text) {
    byte[] original = text.getBytes(StandardCharsets.UTF_8);
    return new Entry(row, original, "correlation-" + row, processor.process(original, NOW), null);
  }

  private static List<Entry> entries(RecordProcessor processor) {
    return List.of(
        entry(0, processor, "{ \"key\":\"a\",\"amount\":0.10,\"extra\":{\"ä\":[1.10,null,1e300]}}"),
        entry(1, processor, "{\"key\":\"😀\\u0001\",\"amount\":12345678901234567890.123}"));
  }

  private static void assertSame(List<Entry> expected, List<Entry> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      Entry one = expected.get(i);
      Entry other = actual.get(i);
      assertEquals(one.row(), other.row());
      assertEquals(one.correlation(), other.correlation());
      assertArrayEquals(one.original(), other.original());
      assertEquals(one.accepted().id(), other.accepted().id());
      assertEquals(one.accepted().key(), other.accepted().key());
      assertEquals(one.accepted().values(), other.accepted().values());
      assertEquals(one.accepted().fingerprint(), other.accepted().fingerprint());
      assertEquals(one.accepted().size(), other.accepted().size());
    }
  }

  @Test
  void what_was_accepted_comes_back_the_same() {
    RecordProcessor processor = processor(ColumnRoles.keyed("k"), GIVEN);
    List<Entry> entries = entries(processor);
    assertSame(entries, FeedPayload.read(FeedPayload.write(entries), processor, NOW));
    assertEquals(List.of(), FeedPayload.read(FeedPayload.write(List.of()), processor, NOW));
  }

  @Test
  void a_record_without_a_key_keeps_the_id_it_was_given() {
    List<Entry> entries = entries(processor(ColumnRoles.NONE, GIVEN));
    RecordProcessor later = processor(ColumnRoles.NONE, new UUID(1, 2));
    List<Entry> back = FeedPayload.read(FeedPayload.write(entries), later, NOW);
    assertSame(entries, back);
    assertEquals(GIVEN, back.getFirst().accepted().id());
  }

  @Test
  void a_payload_cut_anywhere_is_refused() {
    RecordProcessor processor = processor(ColumnRoles.keyed("k"), GIVEN);
    byte[] payload = FeedPayload.write(entries(processor));
    for (int length = 0; length < payload.length; length++) {
      byte[] cut = Arrays.copyOf(payload, length);
      assertThrows(
          IllegalArgumentException.class,
          () -> FeedPayload.read(cut, processor, NOW),
          "cut to " + length);
    }
    byte[] longer = Arrays.copyOf(payload, payload.length + 1);
    assertThrows(IllegalArgumentException.class, () -> FeedPayload.read(longer, processor, NOW));
  }

  @Test
  void a_payload_of_another_version_is_refused_by_name() {
    RecordProcessor processor = processor(ColumnRoles.keyed("k"), GIVEN);
    byte[] payload = FeedPayload.write(entries(processor));
    payload[0] = 2;
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> FeedPayload.read(payload, processor, NOW));
    assertEquals("payload version 2 is not known here", e.getMessage());
  }

  @Test
  void a_damaged_payload_is_refused_and_never_anything_else() {
    RecordProcessor processor = processor(ColumnRoles.keyed("k"), GIVEN);
    byte[] payload = FeedPayload.write(entries(processor));
    for (int i = 0; i < payload.length; i++) {
      byte[] damaged = payload.clone();
      damaged[i] ^= (byte) 0x80;
      try {
        for (Entry entry : FeedPayload.read(damaged, processor, NOW)) {
          assertEquals(Processed.Accepted.class, entry.processed().getClass());
        }
      } catch (IllegalArgumentException e) {
        // Refused: what is asked for.
      }
    }
  }
}
