package dev.sluice.asl.validate;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every field with every kind of value, right or wrong: findings, never an exception. */
class AnyValueTest {
  private static final List<String> VALUES =
      List.of(
          "null",
          "0",
          "-1",
          "1.5",
          "1e400",
          "99999999999999999999",
          "true",
          "\"\"",
          "\"x\"",
          "\"$\"",
          "\"$.a[?(@.b)]\"",
          "\"$$.x\"",
          "\"$v\"",
          "\"States.UUID()\"",
          "\"{% 1 %}\"",
          "\"{%%}\"",
          "\"{%\"",
          "\"%}\"",
          "[]",
          "[null]",
          "[1]",
          "[[]]",
          "[{}]",
          "[\"States.ALL\",\"x\"]",
          "{}",
          "{\"a\":null}",
          "{\"a.$\":1}",
          "{\".$\":\"$\"}",
          "{\"\":[[{}]]}",
          "{\"StartAt\":1,\"States\":[]}",
          "{\"StartAt\":\"A\",\"States\":{\"A\":null}}");
  private static final List<String> NESTED_VALUES =
      List.of("null", "-1", "1e400", "true", "\"\"", "\"{%\"", "[null]", "[[]]", "{\"a.$\":1}");
  private static final List<String> OBJECTS =
      List.of(
          "\"Retry\":[{\"%s\":%s}]",
          "\"Catch\":[{\"%s\":%s}]",
          "\"Choices\":[{\"%s\":%s}]",
          "\"Choices\":[{\"Not\":{\"%s\":%s}}]",
          "\"ItemReader\":{\"%s\":%s}",
          "\"ItemReader\":{\"ReaderConfig\":{\"%s\":%s}}",
          "\"ItemBatcher\":{\"%s\":%s}",
          "\"ResultWriter\":{\"%s\":%s}",
          "\"ResultWriter\":{\"WriterConfig\":{\"%s\":%s}}",
          "\"ItemProcessor\":{\"%s\":%s}",
          "\"ItemProcessor\":{\"ProcessorConfig\":{\"%s\":%s}}",
          "\"Branches\":[{\"%s\":%s}]",
          "\"Credentials\":{\"%s\":%s}");
  private static final List<String> NESTED_FIELDS =
      List.of(
          "ErrorEquals",
          "IntervalSeconds",
          "BackoffRate",
          "MaxDelaySeconds",
          "JitterStrategy",
          "Next",
          "ResultPath",
          "Output",
          "Assign",
          "And",
          "Not",
          "Variable",
          "StringEquals",
          "NumericEqualsPath",
          "TimestampEquals",
          "IsNull",
          "Condition",
          "Resource",
          "Parameters",
          "Arguments",
          "ReaderConfig",
          "InputType",
          "CSVHeaders",
          "MaxItems",
          "BatchInput",
          "MaxItemsPerBatch",
          "WriterConfig",
          "OutputType",
          "ProcessorConfig",
          "Mode",
          "StartAt",
          "States",
          "RoleArn",
          "Comment");

  @Test
  void no_value_of_a_state_makes_validation_fail() {
    for (StateType type : StateType.values()) {
      Set<String> fields = new TreeSet<>(StateFields.of(type).keySet());
      assertFalse(fields.isEmpty());
      for (String field : fields) {
        for (String value : VALUES) {
          validate(type, "\"%s\":%s".formatted(field, value));
        }
      }
    }
  }

  @Test
  void no_value_inside_a_state_makes_validation_fail() {
    for (StateType type :
        List.of(StateType.TASK, StateType.CHOICE, StateType.MAP, StateType.PARALLEL)) {
      for (String object : OBJECTS) {
        if (StateFields.of(type).containsKey(object.substring(1, object.indexOf('"', 1)))) {
          for (String field : NESTED_FIELDS) {
            for (String value : NESTED_VALUES) {
              validate(type, object.formatted(field, value));
            }
          }
        }
      }
    }
  }

  @Test
  void no_value_of_a_machine_makes_validation_fail() {
    for (String value : VALUES) {
      assertTrue(Validator.validate(value, Options.express()).size() >= 1);
      for (String field :
          List.of("StartAt", "States", "Version", "TimeoutSeconds", "QueryLanguage", "Comment")) {
        assertTrue(
            Validator.validate("{\"%s\":%s}".formatted(field, value), Options.express()).size()
                >= 1);
      }
    }
  }

  private static void validate(StateType type, String field) {
    for (Language language : Language.values()) {
      String state =
          field.startsWith("\"Type\"") ? field : "\"Type\":\"%s\",%s".formatted(type.label, field);
      String machine =
          "{\"QueryLanguage\":\"%s\",\"StartAt\":\"A\",\"States\":{\"A\":{%s}}}"
              .formatted(language.label, state);
      for (Finding finding : Validator.validate(machine, Options.standard())) {
        assertFalse(finding.message().isEmpty() || finding.code().isEmpty());
      }
    }
  }
}
