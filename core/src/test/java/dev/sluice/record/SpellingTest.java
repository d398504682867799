package dev.sluice.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  private static final List<String> NAMES =
      List.of("konto", "onConflict", "externalOrderId", "maxLength", "netAmount", "key", "q");

  @ParameterizedTest
  @CsvSource({
    "__proto__, none",
    "____, none",
    "a, none",
    "Q, q",
    "kee, key",
    "kontoo, konto",
    "konot, konto",
    "on_conflict, onConflict",
    "on-conflit, onConflict",
    "externalOrderlId, externalOrderId",
    "maxlength, maxLength",
    "netAmont, netAmount"
  })
  void the_nearest_name_is_one_that_may_have_been_meant(String word, String nearest) {
    assertEquals(nearest, Spelling.nearest(word, NAMES).orElse("none"));
  }
}
