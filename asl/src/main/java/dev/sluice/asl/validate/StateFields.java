package dev.sluice.asl.validate;

import static dev.sluice.asl.validate.Field.both;
import static dev.sluice.asl.validate.Field.jsonPath;
import static dev.sluice.asl.validate.Field.jsonata;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The fields of each type of state (States Language, "State Types" and its table of fields). */
final class StateFields {
  private static final long MAX_SECONDS = 99_999_999;
  private static final Rule SECONDS = Rules.integer(1, MAX_SECONDS);

  private static final List<Field> ALL =
      List.of(
          both("Type", Rules.ANY), both("Comment", Rules.TEXT), both("QueryLanguage", Rules.ANY));
  private static final List<Field> MOVES =
      List.of(both("Next", Rules.TEXT), both("End", Rules.BOOLEAN));
  private static final List<Field> PATHS =
      List.of(
          jsonPath("InputPath", PathText.NULLABLE_PATH),
          jsonPath("OutputPath", PathText.NULLABLE_PATH));
  private static final List<Field> OUTPUT = output(Reach.NEITHER);
  private static final List<Field> RESULT_OUTPUT = output(Reach.RESULT);
  private static final List<Field> PAYLOAD =
      List.of(
          jsonPath("Parameters", Templates.TEMPLATE), jsonPath("ResultPath", PathText.RESULT_PATH));
  private static final List<Field> RESULT =
      List.of(
          jsonPath("ResultSelector", Templates.TEMPLATE),
          both("Retry", ErrorRules::retry),
          both("Catch", ErrorRules::catchers));

  private static final Map<StateType, Map<String, Field>> FIELDS = new EnumMap<>(StateType.class);

  private static List<Field> output(Reach reach) {
    return List.of(
        jsonata("Output", reach.within(Templates.TEMPLATE)),
        both("Assign", reach.within(Assignments::check)));
  }

  static {
    put(
        StateType.TASK,
        List.of(MOVES, PATHS, RESULT_OUTPUT, PAYLOAD, RESULT),
        both("Resource", ResourceRules::check),
        jsonata("Arguments", Templates.TEMPLATE),
        both("TimeoutSeconds", SECONDS),
        jsonPath("TimeoutSecondsPath", PathText.REFERENCE),
        both("HeartbeatSeconds", SECONDS),
        jsonPath("HeartbeatSecondsPath", PathText.REFERENCE),
        both("Credentials", ResourceRules::credentials));
    put(
        StateType.WAIT,
        List.of(MOVES, PATHS, OUTPUT),
        both("Seconds", Rules.integer(0, MAX_SECONDS)),
        jsonPath("SecondsPath", PathText.REFERENCE),
        both("Timestamp", Rules::timestampOrExpression),
        jsonPath("TimestampPath", PathText.REFERENCE));
    put(StateType.PASS, List.of(MOVES, PATHS, OUTPUT, PAYLOAD), jsonPath("Result", Rules.ANY));
    put(StateType.SUCCEED, List.of(PATHS), jsonata("Output", Templates.TEMPLATE));
    put(
        StateType.FAIL,
        List.of(),
        both("Error", Rules::textOrExpression),
        both("Cause", Rules::textOrExpression),
        jsonPath("ErrorPath", PathText.REFERENCE_OR_INTRINSIC),
        jsonPath("CausePath", PathText.REFERENCE_OR_INTRINSIC));
    put(
        StateType.CHOICE,
        List.of(PATHS, OUTPUT),
        both("Choices", ChoiceRules::check),
        both("Default", Rules.TEXT));
    put(
        StateType.PARALLEL,
        List.of(MOVES, PATHS, RESULT_OUTPUT, PAYLOAD, RESULT),
        jsonata("Arguments", Templates.TEMPLATE),
        both("Branches", MapRules::branches));
    put(StateType.MAP, List.of(MOVES, PATHS, RESULT_OUTPUT, PAYLOAD, RESULT), MapRules.fields());
  }

  private StateFields() {}

  private static void put(StateType type, List<List<Field>> shared, Field... own) {
    List<Field> fields = new ArrayList<>(ALL);
    shared.forEach(fields::addAll);
    fields.addAll(List.of(own));
    FIELDS.put(type, Field.byName(fields));
  }

  static Map<String, Field> of(StateType type) {
    return FIELDS.getOrDefault(type, Map.of());
  }

  static List<String> required(StateType type) {
    return switch (type) {
      case TASK -> List.of("Resource");
      case CHOICE -> List.of("Choices");
      case PARALLEL -> List.of("Branches");
      case FAIL, MAP, PASS, SUCCEED, WAIT -> List.of();
    };
  }
}
