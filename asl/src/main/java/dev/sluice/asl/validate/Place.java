package dev.sluice.asl.validate;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * A spot in a definition and the surroundings that decide what it may hold.
 *
 * @param location {@code /States/X/Catch[0]}; empty for the machine itself
 * @param machineLanguage the machine's own query language, which states inherit in every scope
 * @param language the query language in force here
 * @param type the kind of workflow that will run this scope
 * @param reach what an expression here may read
 */
record Place(
    Inspection inspection,
    String location,
    Language machineLanguage,
    Language language,
    MachineType type,
    Reach reach) {

  Place field(String name) {
    return at(location + "/" + name);
  }

  Place item(int index) {
    return at(location + "[" + index + "]");
  }

  private Place at(String where) {
    return new Place(inspection, where, machineLanguage, language, type, reach);
  }

  Place in(Language queryLanguage) {
    return new Place(inspection, location, machineLanguage, queryLanguage, type, reach);
  }

  Place in(MachineType machineType) {
    return new Place(inspection, location, machineLanguage, language, machineType, reach);
  }

  Place in(Reach expressions) {
    return new Place(inspection, location, machineLanguage, language, type, expressions);
  }

  boolean jsonata() {
    return language == Language.JSONATA;
  }

  void error(String message) {
    error(Finding.SCHEMA, message);
  }

  void error(String code, String message) {
    inspection.error(code, message, location.isEmpty() ? "/" : location);
  }

  /** Reports a value of another type than the one named, as Jackson names node types. */
  void wrongType(String expected, JsonNode actual) {
    error(
        "Expected value of type %s, but was %s"
            .formatted(expected, actual.getNodeType().name().toLowerCase(Locale.ROOT)));
  }
}
