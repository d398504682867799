package dev.sluice.bench.mapping;

/** The order PARTNER_A sends, and how it becomes an orderEvent, in each language. */
final class Order {
  static final String JSON =
      """
      {"orderId":"ORD-A-12345","sequence":42,"sku":"SKU-ABC123","customerId":"CUST-001",\
      "quantity":5,"unitPrice":29.99,"taxRate":0.08,"orderedAt":"2024-01-15T10:30:00.000Z"}\
      """;

  static final String JSONATA =
      """
      (
        $gross := quantity * unitPrice;
        $tax := $gross * taxRate;
        {
          "externalOrderId": orderId,
          "partnerId": "PARTNER_A",
          "sequenceNumber": sequence,
          "productId": sku,
          "customerId": customerId,
          "quantity": quantity,
          "unitPrice": unitPrice,
          "taxRate": taxRate,
          "grossAmount": $gross,
          "taxAmount": $tax,
          "netAmount": $gross + $tax,
          "transactionTime": orderedAt
        }
      )\
      """;

  static final String JSLT =
      """
      let gross = .quantity * .unitPrice
      let tax = $gross * .taxRate
      {
        "externalOrderId": .orderId,
        "partnerId": "PARTNER_A",
        "sequenceNumber": .sequence,
        "productId": .sku,
        "customerId": .customerId,
        "quantity": .quantity,
        "unitPrice": .unitPrice,
        "taxRate": .taxRate,
        "grossAmount": $gross,
        "taxAmount": $tax,
        "netAmount": $gross + $tax,
        "transactionTime": .orderedAt
      }\
      """;

  private Order() {}
}
