package dev.sluice.asl.validate;

import static dev.sluice.asl.validate.Field.both;
import static dev.sluice.asl.validate.Field.jsonPath;
import static dev.sluice.asl.validate.Field.jsonata;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The rules of a Choice state, nested ones too. */
final class ChoiceRules {
  private static final List<String> RELATIONS =
      List.of("Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals");
  private static final List<Field> OPERATORS = operators();
  private static final List<String> OPERATOR_NAMES = OPERATORS.stream().map(Field::name).toList();

  /** In a rule that has a Next, and within And, Or and Not. */
  private static final Map<String, Field> TOP = fields(true);

  private static final Map<String, Field> NESTED = fields(false);

  private ChoiceRules() {}

  private static List<Field> operators() {
    List<Field> operators = new ArrayList<>();
    Map<String, Rule> types =
        Map.of("String", Rules.TEXT, "Numeric", Rules.NUMBER, "Timestamp", Rules.TIMESTAMP_TEXT);
    types.forEach((type, rule) -> {
      for (String relation : RELATIONS) {
        operators.add(jsonPath(type + relation, rule));
        operators.add(jsonPath(type + relation + "Path", PathText.PATH));
      }
    });
    operators.add(jsonPath("BooleanEquals", Rules.BOOLEAN));
    operators.add(jsonPath("BooleanEqualsPath", PathText.PATH));
    operators.add(jsonPath("StringMatches", Rules.TEXT));
    for (String type : List.of("Null", "Present", "Numeric", "String", "Boolean", "Timestamp")) {
      operators.add(jsonPath("Is" + type, Rules.BOOLEAN));
    }
    operators.add(jsonPath("And", ChoiceRules::nestedList));
    operators.add(jsonPath("Or", ChoiceRules::nestedList));
    operators.add(jsonPath("Not", ChoiceRules::nested));
    return List.copyOf(operators);
  }

  private static Map<String, Field> fields(boolean top) {
    List<Field> fields = new ArrayList<>(OPERATORS);
    fields.add(jsonPath("Variable", PathText.PATH));
    fields.add(both("Comment", Rules.TEXT));
    if (top) {
      fields.add(both("Next", Rules.TEXT));
      fields.add(both("Assign", Assignments::check));
      fields.add(jsonata("Condition", ChoiceRules::condition));
      fields.add(jsonata("Output", Templates.TEMPLATE));
    }
    return Field.byName(fields);
  }

  static void check(JsonNode choices, Place place) {
    if (!choices.isArray()) {
      place.wrongType("array", choices);
      return;
    }
    if (choices.isEmpty()) {
      place.error("Value cannot be empty");
    }
    for (int i = 0; i < choices.size(); i++) {
      JsonNode rule = choices.get(i);
      Place here = place.item(i);
      if (!rule.isObject()) {
        here.wrongType("object", rule);
        continue;
      }
      Field.checkAll(rule, TOP, here);
      if (place.jsonata()) {
        Field.require(rule, List.of("Condition", "Next"), here);
      } else {
        Field.require(rule, List.of("Next"), here);
        operator(rule, here);
      }
    }
  }

  private static void condition(JsonNode value, Place place) {
    if (!value.isBoolean()) {
      JsonataText.expression(value, place);
    }
  }

  private static void nestedList(JsonNode rules, Place place) {
    if (!rules.isArray()) {
      place.wrongType("array", rules);
      return;
    }
    if (rules.isEmpty()) {
      place.error("Value cannot be empty");
    }
    for (int i = 0; i < rules.size(); i++) {
      nested(rules.get(i), place.item(i));
    }
  }

  private static void nested(JsonNode rule, Place place) {
    if (!rule.isObject()) {
      place.wrongType("object", rule);
      return;
    }
    Field.checkAll(rule, NESTED, place);
    operator(rule, place);
  }

  /** Exactly one operator; all but And, Or and Not compare a Variable. */
  private static void operator(JsonNode rule, Place place) {
    List<String> present = OPERATOR_NAMES.stream().filter(rule::has).toList();
    if (present.isEmpty()) {
      place.error("One comparison operator is required");
    } else if (present.size() > 1) {
      place.error("There should only be one of the following fields: " + present);
    } else if (!List.of("And", "Or", "Not").contains(present.getFirst())) {
      Field.require(rule, List.of("Variable"), place);
    }
  }
}
