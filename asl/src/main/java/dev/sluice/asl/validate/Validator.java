package dev.sluice.asl.validate;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Validates definitions; every finding at once, in the order of the definition, transitions last.
 *
 * <p>Source: States Language; AWS, ValidateStateMachineDefinition and its recorded diagnostics.
 */
public final class Validator {

  private Validator() {}

  /** The findings on a machine's definition; empty where it is valid. Never throws. */
  public static List<Finding> validate(String definitionText, Options options) {
    Inspection inspection = new Inspection(options.maxFindings());
    Optional<JsonNode> definition = DefinitionText.parse(definitionText, inspection);
    if (definition.isPresent()) {
      MachineRules.check(definition.get(), root(inspection, options));
    }
    return inspection.findings();
  }

  /**
   * The findings on a single state, as TestState takes it, located under {@code /States/StateName};
   * its transitions are not followed. Never throws.
   */
  public static List<Finding> validateState(String stateText, Options options) {
    Inspection inspection = new Inspection(options.maxFindings());
    Optional<JsonNode> state = DefinitionText.parse(stateText, inspection);
    if (state.isPresent()) {
      Place place = root(inspection, options).field("States").field("StateName");
      StateRules.check(state.get(), place);
    }
    return inspection.findings();
  }

  private static Place root(Inspection inspection, Options options) {
    return new Place(
        inspection, "", Language.JSONPATH, Language.JSONPATH, options.type(), Reach.NEITHER);
  }
}
