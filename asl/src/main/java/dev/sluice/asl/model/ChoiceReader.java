package dev.sluice.asl.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Choice rules of both query languages. */
final class ChoiceReader {
  private final QueryLanguage language;
  private final String location;

  ChoiceReader(QueryLanguage language, String location) {
    this.language = language;
    this.location = location;
  }

  List<ChoiceRule> rules(JsonNode choices) {
    List<ChoiceRule> rules = new ArrayList<>();
    int i = 0;
    for (JsonNode choice : choices) {
      String at = location + "/Choices[" + i + "]";
      JsonNode condition = choice.get("Condition");
      rules.add(
          new ChoiceRule(
              condition != null
                  ? new ChoiceRule.Condition.Expression(
                      TemplateReader.read(
                          condition, "Choices[" + i + "]/Condition", language, location))
                  : condition(choice, at),
              choice.path("Next").asString(""),
              TemplateReader.field(choice, "Assign", "Choices[" + i + "]/", language, location),
              language == QueryLanguage.JSONATA
                  ? TemplateReader.field(
                      choice, "Output", "Choices[" + i + "]/", language, location)
                  : null));
      i++;
    }
    return rules;
  }

  private ChoiceRule.Condition condition(JsonNode json, String at) {
    if (json.has("And")) {
      return new ChoiceRule.Condition.And(conditions(json.get("And"), at + "/And"));
    }
    if (json.has("Or")) {
      return new ChoiceRule.Condition.Or(conditions(json.get("Or"), at + "/Or"));
    }
    if (json.has("Not")) {
      return new ChoiceRule.Condition.Not(condition(json.get("Not"), at + "/Not"));
    }
    return comparison(json, at);
  }

  private List<ChoiceRule.Condition> conditions(JsonNode list, String at) {
    List<ChoiceRule.Condition> conditions = new ArrayList<>();
    int i = 0;
    for (JsonNode item : list) {
      conditions.add(condition(item, at + "[" + i++ + "]"));
    }
    return conditions;
  }

  private static ChoiceRule.Condition comparison(JsonNode json, String at) {
    JsonNode variable = json.get("Variable");
    if (variable == null) {
      throw new DefinitionException("Field Variable is required", at);
    }
    Reference left = new Reference(variable.asString(""));
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      String name = field.getKey();
      boolean path = name.endsWith("Path");
      String plain = path ? name.substring(0, name.length() - 4) : name;
      for (ChoiceRule.Operator operator : ChoiceRule.Operator.values()) {
        if (operator.name().equals(plain)) {
          return path
              ? new ChoiceRule.Condition.PathComparison(
                  left, operator, new Reference(field.getValue().asString("")))
              : new ChoiceRule.Condition.Comparison(left, operator, field.getValue());
        }
      }
    }
    throw new DefinitionException("A choice rule needs a comparison", at);
  }
}
