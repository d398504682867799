package dev.sluice.bench.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Requests with PARTNER_A's orders, every order new. */
final class OrderBodies {
  private final String path;
  private final String host;
  private final int perRequest;
  private final String run;
  private long next;

  /**
   * @param run goes into every order id, so that two runs on one server do not meet
   * @param perRequest 1: one order to the feed; more: an array to its batch route
   */
  OrderBodies(String host, String feed, String run, int perRequest) {
    this.host = host;
    this.path = "/api/feed/" + feed + (perRequest == 1 ? "" : "/batch");
    this.run = run;
    this.perRequest = perRequest;
  }

  /** A whole HTTP/1.1 request. */
  byte[] next() {
    StringBuilder body = new StringBuilder(perRequest * 240);
    if (perRequest > 1) {
      body.append('[');
    }
    for (int i = 0; i < perRequest; i++) {
      if (i > 0) {
        body.append(',');
      }
      order(body, next++);
    }
    if (perRequest > 1) {
      body.append(']');
    }
    // Orders are ASCII: characters are bytes.
    return ("POST "
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(UTF_8);
  }

  private void order(StringBuilder body, long number) {
    body.append("{\"orderId\":\"ORD-A-").append(run).append('-').append(number);
    body.append("\",\"sequence\":").append(number);
    body.append(",\"sku\":\"SKU-ABC").append(number % 997);
    body.append("\",\"customerId\":\"CUST-").append(number % 9_973);
    body.append("\",\"quantity\":").append(1 + number % 9);
    body.append(",\"unitPrice\":").append(10 + number % 90).append(".99");
    body.append(",\"taxRate\":0.08,\"orderedAt\":\"2024-01-15T10:30:00.000Z\"}");
  }
}
