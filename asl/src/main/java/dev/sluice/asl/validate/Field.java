package dev.sluice.asl.validate;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A field that an object of the language may have.
 *
 * @param only the query language it belongs to, or null for both
 */
record Field(String name, @Nullable Language only, Rule rule) {

  static Field both(String name, Rule rule) {
    return new Field(name, null, rule);
  }

  static Field jsonPath(String name, Rule rule) {
    return new Field(name, Language.JSONPATH, rule);
  }

  static Field jsonata(String name, Rule rule) {
    return new Field(name, Language.JSONATA, rule);
  }

  static Map<String, Field> byName(List<Field> fields) {
    return fields.stream().collect(Collectors.toUnmodifiableMap(Field::name, Function.identity()));
  }

  /** Checks each field of the object: known, of the language in force, and of the right value. */
  static void checkAll(JsonNode object, Map<String, Field> known, Place place) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String name = entry.getKey();
      @Nullable Field field = known.get(name);
      @Nullable Language only = field == null ? null : field.only();
      if (field == null) {
        place.error("Field '" + name + "' is not supported");
      } else if (only != null && only != place.language()) {
        place.error(
            "The QueryLanguage is set to '%s', but field '%s' is only supported for the '%s' QueryLanguage"
                .formatted(place.language().label, name, only.label));
      } else {
        field.rule().check(entry.getValue(), place.field(name));
      }
    }
  }

  /** Reports the required fields that are missing, all in one finding as AWS does. */
  static void require(JsonNode object, List<String> names, Place place) {
    List<String> missing = names.stream().filter(name -> !object.has(name)).toList();
    if (!missing.isEmpty()) {
      place.error("These fields are required: " + missing);
    }
  }

  /** Reports more than one of fields that exclude each other. */
  static void atMostOne(JsonNode object, List<String> names, Place place) {
    List<String> present = names.stream().filter(object::has).toList();
    if (present.size() > 1) {
      place.error("There should only be one of the following fields: " + present);
    }
  }

  static void exactlyOne(JsonNode object, List<String> names, Place place) {
    if (names.stream().noneMatch(object::has)) {
      place.error("This object should have only one of the following fields: " + names);
    }
    atMostOne(object, names, place);
  }
}
