package dev.sluice.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class AllMistakesAtOnceTest {

  @Test
  void one_mistake_does_not_hide_another() {
    Loaded loaded =
        Definitions.parse(
            "x.yaml",
            """
            dataset: orders
            key: [partnerId, externalOrderlId]
            mode: inserts
            schema:
              type: object
              properties:
                partnerId: {type: string}
                externalOrderId: {type: strin}
            ---
            feed: partner-z
            dataset: ordrs
            onConflict: reject
            map: |
              { "a": (1 + }
            """);
    assertEquals(
        List.of(
            "2 unknown-column",
            "3 value",
            "8 schema",
            "11 unknown-dataset",
            "12 unknown-field",
            "14 mapping"),
        loaded.findings().stream().map(finding -> finding.line() + " " + finding.code()).toList());
  }
}
