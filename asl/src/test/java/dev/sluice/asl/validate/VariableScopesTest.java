package dev.sluice.asl.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.asl.model.AslMachine;
import dev.sluice.asl.model.DefinitionException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** States Language, "Variable Scope": names of outer and inner variables are unique. */
class VariableScopesTest {
  private static final String INNER = "{\"Type\":\"Pass\",\"End\":true,\"Assign\":{\"v\":1}}";
  private static final String BLOCK = "{\"StartAt\":\"I\",\"States\":{\"I\":" + INNER + "}}";
  private static final String MAP = "\"Type\":\"Map\",\"ItemProcessor\":" + BLOCK;
  private static final String PARALLEL = "\"Type\":\"Parallel\",\"Branches\":[" + BLOCK + "]";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Type\":\"Pass\",\"Assign\":{\"v\":0},\"Next\":\"B\"}",
        "{\"Type\":\"Pass\",\"Assign\":{\"v.$\":\"$\"},\"Next\":\"B\"}",
        "{\"Type\":\"Pass\",\"QueryLanguage\":\"JSONata\",\"Assign\":{\"v\":0},\"Next\":\"B\"}",
        "{\"Type\":\"Choice\",\"Choices\":[{\"Variable\":\"$.x\",\"IsNull\":true,\"Next\":\"B\",\"Assign\":{\"v\":0}}]}",
        "{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::sqs:sendMessage\",\"Next\":\"B\",\"Catch\":[{\"ErrorEquals\":[\"E\"],\"Next\":\"B\",\"Assign\":{\"v\":0}}]}"
      })
  void an_inner_scope_cannot_assign_a_variable_of_an_outer_one(String outer) {
    assertRefused(machine(outer, MAP), "/States/B/ItemProcessor/States/I");
    assertRefused(machine(outer, PARALLEL), "/States/B/Branches[0]/States/I");
    assertRefused(
        machine(outer, MAP.replace("ItemProcessor", "Iterator")), "/States/B/Iterator/States/I");
  }

  @ParameterizedTest
  @ValueSource(strings = {MAP, PARALLEL})
  void it_does_not_matter_which_state_of_the_outer_scope_assigns(String inner) {
    assertRefused(
        machine("{\"Type\":\"Pass\",\"Next\":\"B\"}", inner + ",\"Assign\":{\"v\":0}"),
        inner.equals(MAP) ? "/States/B/ItemProcessor/States/I" : "/States/B/Branches[0]/States/I");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Type\":\"Pass\",\"Assign\":{\"w\":0},\"Next\":\"B\"}",
        "{\"Type\":\"Parallel\",\"Next\":\"B\",\"Branches\":[{\"StartAt\":\"X\",\"States\":{\"X\":{\"Type\":\"Pass\",\"End\":true,\"Assign\":{\"v\":1}}}},{\"StartAt\":\"Y\",\"States\":{\"Y\":{\"Type\":\"Pass\",\"End\":true,\"Assign\":{\"v\":1}}}}]}"
      })
  void scopes_beside_each_other_may_share_names(String other) {
    String machine = machine(other, MAP);
    assertEquals(List.of(), Validator.validate(machine, Options.standard()));
    AslMachine.parse(machine);
  }

  private static void assertRefused(String machine, String state) {
    String expected =
        "DUPLICATE_VARIABLE_NAME: The variable name 'v' was already defined in a parent scope. at "
            + state;
    assertEquals(
        List.of(expected + "/Assign/v"),
        Validator.validate(machine, Options.standard()).stream().map(Finding::describe).toList());
    DefinitionException thrown =
        assertThrows(DefinitionException.class, () -> AslMachine.parse(machine));
    assertEquals(
        "Invalid State Machine Definition: '"
            + expected.replace("/Iterator/", "/ItemProcessor/")
            + "'",
        thrown.getMessage());
  }

  private static String machine(String first, String second) {
    return "{\"StartAt\":\"A\",\"States\":{\"A\":"
        + first
        + ",\"B\":{"
        + second
        + ",\"End\":true}}}";
  }
}
