package dev.sluice.asl.validate;

import static dev.sluice.asl.validate.Field.both;
import static dev.sluice.asl.validate.Field.jsonPath;
import static dev.sluice.asl.validate.Field.jsonata;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Retriers and catchers (States Language, "Errors"). */
final class ErrorRules {
  private static final String ALL = "States.ALL";
  private static final long MAX_ATTEMPTS = 99_999_999;
  private static final long MAX_DELAY = 31_622_400;

  private static final Map<String, Field> RETRIER =
      Field.byName(
          List.of(
              both("ErrorEquals", ErrorRules::errorEquals),
              both("IntervalSeconds", Rules.constant(Rules.integer(1, MAX_ATTEMPTS))),
              both("MaxAttempts", Rules.constant(Rules.integer(0, MAX_ATTEMPTS))),
              both("BackoffRate", Rules.constant(Rules.decimal(1, Long.MAX_VALUE))),
              both("MaxDelaySeconds", Rules.constant(Rules.integer(1, MAX_DELAY))),
              both("JitterStrategy", Rules.oneOf("FULL", "NONE")),
              both("Comment", Rules.TEXT)));
  private static final Map<String, Field> CATCHER =
      Field.byName(
          List.of(
              both("ErrorEquals", ErrorRules::errorEquals),
              both("Next", Rules.TEXT),
              jsonPath("ResultPath", PathText.RESULT_PATH),
              jsonata("Output", Reach.ERROR_OUTPUT.within(Templates.TEMPLATE)),
              both("Assign", Reach.ERROR_OUTPUT.within(Assignments::check)),
              both("Comment", Rules.TEXT)));

  private ErrorRules() {}

  static void retry(JsonNode retriers, Place place) {
    each(retriers, RETRIER, List.of("ErrorEquals"), place);
    for (int i = 0; retriers.isArray() && i < retriers.size(); i++) {
      JsonNode delay = retriers.get(i).path("MaxDelaySeconds");
      JsonNode interval = retriers.get(i).path("IntervalSeconds");
      double least = interval.isNumber() ? interval.doubleValue() : 1;
      if (delay.isNumber() && delay.doubleValue() <= least) {
        place.item(i).field("MaxDelaySeconds").error("Value must be greater than IntervalSeconds");
      }
    }
  }

  static void catchers(JsonNode catchers, Place place) {
    each(catchers, CATCHER, List.of("ErrorEquals", "Next"), place);
  }

  private static void each(
      JsonNode rules, Map<String, Field> fields, List<String> required, Place place) {
    if (!rules.isArray()) {
      place.wrongType("array", rules);
      return;
    }
    for (int i = 0; i < rules.size(); i++) {
      JsonNode rule = rules.get(i);
      Place here = place.item(i);
      if (!rule.isObject()) {
        here.wrongType("object", rule);
        continue;
      }
      Field.checkAll(rule, fields, here);
      Field.require(rule, required, here);
      if (names(rule, ALL) && i < rules.size() - 1) {
        here.field("ErrorEquals").error("States.ALL must appear alone and at end of list");
      }
    }
  }

  private static boolean names(JsonNode rule, String error) {
    return rule.path("ErrorEquals").valueStream().anyMatch(e -> e.asString("").equals(error));
  }

  private static void errorEquals(JsonNode names, Place place) {
    if (!names.isArray()) {
      place.wrongType("array", names);
      return;
    }
    if (names.isEmpty()) {
      place.error("Value cannot be empty");
    }
    for (int i = 0; i < names.size(); i++) {
      Rules.TEXT.check(names.get(i), place.item(i));
      if (names.size() > 1 && names.get(i).asString("").equals(ALL)) {
        place.error("States.ALL must appear alone and at end of list");
      }
    }
  }
}
