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
 */
record Place(
    Inspection inspection,
    String location,
    Language machineLanguage,
    Language language,
    MachineType type) {

  Place field(String name) {
    return at(location + "/" + name);
  }

  Place item(int index) {
    return at(location + "[" + index + "]");
  }

  private Place at(String where) {
    return new Place(inspection, where, machineLanguage, language, type);
  }

  Place in(Language queryLanguage) {
    return new Place(inspection, location, machineLanguage, queryLanguage, type);
  }

  Place in(MachineType machineType) {
    return new Place(inspection, location, machineLanguage, language, machineType);
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
