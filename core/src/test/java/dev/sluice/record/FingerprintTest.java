package dev.sluice.record;

import static dev.sluice.record.OrderFixture.accepted;
import static dev.sluice.record.OrderFixture.json;
import static dev.sluice.record.OrderFixture.order;
import static dev.sluice.record.OrderFixture.orders;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import tools.jackson.databind.node.ObjectNode;

/** Identity and fingerprint: rule 1, N26, decision 6. */
class FingerprintTest {
  private final RecordProcessor orders = orders(Mapping.IDENTITY);

  @Property(seed = "2026", tries = 200)
  void order_of_names_and_spelling_of_numbers_do_not_change_it(
      @ForAll @BigRange(min = "-9999999", max = "9999999") @Scale(4) BigDecimal amount,
      @ForAll @IntRange(min = 0, max = 6) int zeros,
      @ForAll Random random) {
    List<String> fields =
        new ArrayList<>(
            List.of(
                "\"grossAmount\":" + amount,
                "\"note\":\"é\"",
                "\"gift\":false",
                "\"extra\":{\"b\":1,\"a\":[2.0]}"));
    Fingerprint first = accepted(orders, order(fields.toArray(String[]::new))).fingerprint();
    fields.set(0, "\"grossAmount\":" + spelled(amount, zeros));
    fields.set(1, "\"note\":\"\\u00e9\"");
    fields.set(3, "\"extra\":{\"a\":[2],\"b\":10e-1,\"c\":null}");
    Collections.shuffle(fields, random);
    assertEquals(first, accepted(orders, order(fields.toArray(String[]::new))).fingerprint());
  }

  private static String spelled(BigDecimal amount, int zeros) {
    return zeros % 2 == 0
        ? amount.setScale(amount.scale() + zeros).toPlainString()
        : amount.unscaledValue() + "e-" + amount.scale();
  }

  @Property(seed = "2026", tries = 200)
  void another_amount_is_another_fingerprint(
      @ForAll @IntRange(min = -1000, max = 1000) int one,
      @ForAll @IntRange(min = -1000, max = 1000) int two) {
    Fingerprint first = accepted(orders, order("\"grossAmount\":" + one + "e-3")).fingerprint();
    Fingerprint second = accepted(orders, order("\"grossAmount\":" + two + "e-3")).fingerprint();
    assertEquals(one == two, first.equals(second));
  }

  @Example
  void amounts_that_doubles_would_merge_stay_apart() {
    assertNotEquals(
        accepted(orders, order("\"grossAmount\":123456789012345678.0001")).fingerprint(),
        accepted(orders, order("\"grossAmount\":123456789012345678.0002")).fingerprint());
  }

  @Example
  void it_is_sha256_and_md5_of_the_canonical_text() throws NoSuchAlgorithmException {
    String canonical =
        "{\"externalOrderId\":\"ORD-A-12345\",\"netAmount\":161.946,\"note\":\"a\\n\\u000f€\uD83D\uDE00\","
            + "\"partnerId\":\"PARTNER_A\",\"quantity\":5,\"transactionTime\":\"2024-01-15T10:30:00.000Z\"}";
    Fingerprint fingerprint =
        accepted(orders, order("\"note\":\"a\\u000a\\u000F\\u20ac\\ud83d\\ude00\"")).fingerprint();
    byte[] bytes = canonical.getBytes(StandardCharsets.UTF_8);
    assertArrayEquals(MessageDigest.getInstance("SHA-256").digest(bytes), fingerprint.sha256());
    assertArrayEquals(MessageDigest.getInstance("MD5").digest(bytes), fingerprint.md5());
  }

  /** The example of RFC 8785, section 3.2.3: order by UTF-16 code units, not by code points. */
  @Example
  void names_are_in_the_order_of_rfc_8785() {
    ObjectNode object =
        (ObjectNode)
            json(
                "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}");
    String canonical =
        new String(new CanonicalJson().value(object).toBytes(), StandardCharsets.UTF_8);
    assertEquals(
        "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"\uD83D\uDE00\":5,\"\uFB33\":3}",
        canonical);
  }

  @Property(seed = "2026", tries = 200)
  void an_id_depends_on_the_key_alone(@ForAll @IntRange(min = 1, max = 1000) int quantity) {
    assertEquals(
        accepted(orders, order()).id(), accepted(orders, order("\"quantity\":" + quantity)).id());
  }

  /** The published form. If this fails, stored ids and those partners hold no longer match. */
  @Example
  void ids_never_change() {
    assertEquals(UUID.fromString("6f1d2c1e-7d0b-4b57-9a52-3f6d9c0f5a11"), RecordId.NAMESPACE);
    UUID id = RecordId.of("default", "orders", List.of("PARTNER_A", "ORD-A-12345"));
    assertEquals(uuid5("[\"default\",\"orders\",\"PARTNER_A\",\"ORD-A-12345\"]"), id);
    assertEquals(5, id.version());
    assertEquals(2, id.variant());
    assertEquals(
        uuid5("[\"default\",\"orders\",1.5,7,true,\"2024-01-15T10:30:00Z\"]"),
        RecordId.of(
            "default",
            "orders",
            List.of(
                new BigDecimal("1.50"),
                7L,
                true,
                OffsetDateTime.parse("2024-01-15T16:15:00+05:45"))));
  }

  private static UUID uuid5(String name) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(new BigInteger("6f1d2c1e7d0b4b579a523f6d9c0f5a11", 16).toByteArray());
      byte[] hash = sha1.digest(name.getBytes(StandardCharsets.UTF_8));
      hash[6] = (byte) ((hash[6] & 0x0F) | 0x50);
      hash[8] = (byte) ((hash[8] & 0x3F) | 0x80);
      long high = new BigInteger(1, java.util.Arrays.copyOf(hash, 8)).longValue();
      return new UUID(
          high, new BigInteger(1, java.util.Arrays.copyOfRange(hash, 8, 16)).longValue());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Example
  void ids_in_time_increase_even_when_the_clock_steps_back() {
    Instant[] now = {Instant.parse("2024-01-15T10:30:00Z")};
    Uuid7 ids = new Uuid7(() -> now[0], new Random(1));
    UUID before = ids.next();
    assertEquals(now[0].toEpochMilli(), before.getMostSignificantBits() >>> 16);
    for (int i = 0; i < 20_000; i++) {
      if (i == 10_000) {
        now[0] = now[0].minusSeconds(3600);
      }
      UUID next = ids.next();
      assertEquals(7, next.version());
      assertEquals(2, next.variant());
      assertTrue(before.toString().compareTo(next.toString()) < 0);
      before = next;
    }
    assertNotEquals(
        new Uuid7(InstantSource.fixed(now[0]), new Random(1)).next(),
        new Uuid7(InstantSource.fixed(now[0]), new Random(2)).next());
  }
}
