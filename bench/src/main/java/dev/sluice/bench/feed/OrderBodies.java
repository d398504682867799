package dev.sluice.bench.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * Requests with PARTNER_A's orders, every order new. One request is written once; the next is the
 * same bytes with other digits, so that making them costs the generator next to nothing.
 */
final class OrderBodies {
  private static final int DIGITS = 9;

  /** Numbers start here, so that all of them have as many digits and none a leading zero. */
  private static final long FIRST = 100_000_000;

  private final ByteBuffer request;
  private final int firstOrder;
  private final int orderLength;
  private final int perRequest;
  private final int[] at;
  private long next = FIRST;

  /**
   * @param run goes into every order id, so that two runs on one server do not meet
   * @param perRequest 1: one order to the feed; more: an array to its batch route
   */
  OrderBodies(String host, String feed, String run, int perRequest) {
    this.perRequest = perRequest;
    String order = order(run);
    String body = order;
    if (perRequest > 1) {
      body = "[" + (order + ",").repeat(perRequest - 1) + order + "]";
    }
    String head =
        "POST /api/feed/"
            + feed
            + (perRequest == 1 ? "" : "/batch")
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    byte[] bytes = (head + body).getBytes(US_ASCII);
    request = ByteBuffer.allocateDirect(bytes.length).put(bytes);
    firstOrder = head.length() + (perRequest == 1 ? 0 : 1);
    orderLength = order.length() + 1;
    at =
        new int[] {
          order.indexOf("#########\","),
          order.indexOf(":#########,") + 1,
          order.indexOf("ABC###") + 3,
          order.indexOf("CUST-####") + 5,
          order.indexOf(":#,") + 1,
          order.indexOf(":##.99") + 1
        };
  }

  /** The layout of an order; a # is a digit that changes. */
  private static String order(String run) {
    return "{\"orderId\":\"ORD-A-"
        + run
        + "-#########\",\"sequence\":#########,\"sku\":\"SKU-ABC###\","
        + "\"customerId\":\"CUST-####\",\"quantity\":#,\"unitPrice\":##.99,\"taxRate\":0.08,"
        + "\"orderedAt\":\"2024-01-15T10:30:00.000Z\"}";
  }

  /** A whole HTTP/1.1 request, to be sent before the next is asked for. */
  ByteBuffer next() {
    for (int i = 0; i < perRequest; i++) {
      order(firstOrder + i * orderLength, next++);
    }
    return request.clear();
  }

  private void order(int start, long number) {
    digits(start + at[0], number, DIGITS);
    digits(start + at[1], number, DIGITS);
    digits(start + at[2], number % 997, 3);
    digits(start + at[3], number % 9_973, 4);
    digits(start + at[4], 1 + number % 9, 1);
    digits(start + at[5], 10 + number % 90, 2);
  }

  private void digits(int start, long number, int count) {
    long rest = number;
    for (int i = start + count - 1; i >= start; i--) {
      request.put(i, (byte) ('0' + rest % 10));
      rest /= 10;
    }
  }
}
