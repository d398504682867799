package dev.sluice.definition;

import java.util.List;

/** A dataset and a feed as text, and what is found in such. */
final class OrdersText {
  static final String ORDERS =
      """
      dataset: orders
      key: [partner, number]
      source: partner
      time: at
      sum: amount
      retention: 90d
      schema:
        type: object
        required: [partner, number]
        properties:
          partner: {type: string}
          number: {type: integer}
          amount: {type: number, multipleOf: 0.01}
          at: {type: string, format: date-time}
          extra: {type: object}
      """;

  static final String FEED =
      """
      ---
      feed: partner-a
      dataset: orders
      rateLimit: 1000/min
      retry: {maxAttempts: 3, initialDelay: 500ms, maxDelay: 1m 30s}
      landing: queued
      map: |
        {"partner": "A", "number": nr,
         "amount": price}
      """;

  private OrdersText() {}

  static List<String> lines(Loaded loaded) {
    return loaded.findings().stream().map(Finding::toString).toList();
  }

  static List<String> codes(String text) {
    return Definitions.parse("x.yaml", text).findings().stream().map(Finding::code).toList();
  }
}
