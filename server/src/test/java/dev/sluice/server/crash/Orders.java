package dev.sluice.server.crash;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * PARTNER_A's orders with a known outcome: about 10 % exact resends, 1 % the same order with
 * another body, 1 % invalid ones. Every body of the last two is different from every other.
 */
final class Orders {
  private final List<String> bodies = new ArrayList<>();
  private int valid;
  private int conflicts;
  private int invalid;
  private BigDecimal gross = BigDecimal.ZERO;

  Orders(int count, long seed) {
    Random random = new Random(seed);
    while (bodies.size() < count) {
      int kind = random.nextInt(100);
      if (kind < 10 && valid > 0) {
        bodies.add(order(random.nextInt(valid), false));
      } else if (kind == 10) {
        bodies.add("{\"orderId\":\"BAD-" + invalid + "\",\"sequence\":" + invalid + "}");
        invalid++;
      } else {
        bodies.add(order(valid, false));
        gross = gross.add(price(valid).multiply(BigDecimal.valueOf(quantity(valid))));
        valid++;
      }
    }
  }

  /**
   * The same order with another quantity. To be sent once the order itself is known to be stored.
   */
  String conflicting(int number) {
    conflicts++;
    return order(number, true);
  }

  private static String order(int number, boolean changed) {
    return """
    {"orderId":"ORD-A-%d","sequence":%d,"sku":"SKU-%d","customerId":"CUST-%d","quantity":%d,\
    "unitPrice":%s,"taxRate":0.08,"orderedAt":"2024-01-%02dT10:30:00.000Z"}\
    """
        .formatted(
            number,
            number,
            number % 17,
            number % 101,
            quantity(number) + (changed ? 1_000 : 0),
            price(number).toPlainString(),
            1 + number % 28);
  }

  private static int quantity(int number) {
    return 1 + number % 9;
  }

  private static BigDecimal price(int number) {
    return BigDecimal.valueOf(101L + number % 9_973, 2);
  }

  List<String> bodies() {
    return bodies;
  }

  int valid() {
    return valid;
  }

  int conflicts() {
    return conflicts;
  }

  int invalid() {
    return invalid;
  }

  /** Sum of quantity x price over the distinct valid orders. */
  BigDecimal gross() {
    return gross;
  }
}
