package dev.sluice.server.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Orders as two partners would send them. */
final class DemoOrders {
  private static final String[] PRODUCTS = {"SKU-ABC123", "SKU-X1", "SKU-LAMP", "SKU-MUG7"};

  private DemoOrders() {}

  /** Makes one order; a bad one has a mistake in it. */
  @FunctionalInterface
  interface Format {
    String order(String session, long sequence, int quantity, boolean bad, RandomGenerator random);
  }

  static String partnerA(
      String session, long sequence, int quantity, boolean bad, RandomGenerator random) {
    return String.format(
        Locale.ROOT,
        "{\"orderId\":\"ORD-A-%s-%d\",\"sequence\":%d,\"sku\":\"%s\",\"customerId\":\"CUST-%03d\","
            + "\"quantity\":%s,\"unitPrice\":%d.%02d,\"taxRate\":0.08,\"orderedAt\":\"%s\"}",
        session,
        sequence,
        sequence,
        PRODUCTS[random.nextInt(PRODUCTS.length)],
        1 + random.nextInt(40),
        bad ? "-1" : Integer.toString(quantity),
        1 + random.nextInt(90),
        random.nextInt(100),
        Instant.now().truncatedTo(ChronoUnit.MILLIS));
  }

  static String partnerB(
      String session, long sequence, int quantity, boolean bad, RandomGenerator random) {
    return String.format(
        Locale.ROOT,
        "{\"reference\":\"B-%s-%d\",\"seq\":%d,\"item\":{\"code\":\"%s\",\"qty\":%d,"
            + "\"priceCents\":%d},\"buyer\":{%s},\"taxPercent\":8.25,\"ts\":%d}",
        session,
        sequence,
        sequence,
        PRODUCTS[random.nextInt(PRODUCTS.length)],
        quantity,
        100 + random.nextInt(9_900),
        bad ? "" : "\"id\":\"CUST-" + (100 + random.nextInt(40)) + "\"",
        Instant.now().getEpochSecond());
  }
}
